// What a person can do with a report besides reading it: search it, walk through it by keyboard, copy a command. It reads well without.
;(() => {
  /** @type {(selector: string, within?: ParentNode) => HTMLElement[]} */
  const all = (selector, within = document) => [...within.querySelectorAll(selector)].filter((one) => one instanceof HTMLElement)
  const tools = document.getElementById('_tools')
  const search = document.getElementById('_search')
  const found = document.getElementById('_found')
  const gates = all('[data-gate]')

  for (const pre of all('pre[data-copy]')) if (!pre.closest('.rest')) pre.append(copyButton(pre))
  // Of thousands only those that come near the screen.
  const near = new IntersectionObserver((entries) => {
    for (const { target } of entries.filter(({ isIntersecting }) => isIntersecting)) {
      near.unobserve(target)
      for (const pre of all('pre[data-copy]', target)) pre.append(copyButton(pre))
    }
  })
  for (const list of all('.rest .findings')) near.observe(list)
  openTarget()
  addEventListener('hashchange', openTarget)
  if (tools && found && search instanceof HTMLInputElement) {
    tools.hidden = false
    search.addEventListener('input', () => filter(search, found))
    for (const button of all('[data-only]')) {
      button.addEventListener('click', () => {
        button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'))
        filter(search, found)
      })
    }
    addEventListener('keydown', (event) => onKey(event, search, found))
  }

  /** @param {HTMLElement} pre */
  function copyButton(pre) {
    const command = pre.textContent ?? ''
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = 'Copy'
    button.setAttribute('aria-label', `Copy the command for ${pre.dataset.copy}`)
    button.addEventListener('click', async () => {
      button.textContent = (await copied(command, pre)) ? 'Copied' : 'Selected'
      if (found) found.textContent = button.textContent === 'Copied' ? 'Copied' : 'Selected: copy it with Ctrl+C'
      setTimeout(() => {
        button.textContent = 'Copy'
      }, 2000)
    })
    return button
  }

  /**
   * Where the clipboard may not be written, the command is selected.
   * @param {string} command
   * @param {HTMLElement} pre
   */
  async function copied(command, pre) {
    try {
      await navigator.clipboard.writeText(command)
      return true
    } catch {
      const code = pre.querySelector('code')
      if (code) getSelection()?.selectAllChildren(code)
      return false
    }
  }

  /** A link leads to a gate that may be closed. */
  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (target instanceof HTMLDetailsElement) target.open = true
    if (target?.dataset.gate !== undefined) focusOn(target)
  }

  /** @param {HTMLElement} gate */
  function focusOn(gate) {
    const part = gate instanceof HTMLDetailsElement ? gate.querySelector('summary') : gate
    part?.focus({ preventScroll: true })
    gate.scrollIntoView({ block: gate.offsetHeight > innerHeight / 2 ? 'start' : 'center' })
  }

  /** @type {Map<HTMLElement, string> | undefined} */
  let texts

  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} said
   */
  function filter(input, said) {
    texts ??= new Map(gates.map((gate) => [gate, `${gate.id} ${gate.textContent}`.toLowerCase()]))
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean)
    const only = new Set(all('[data-only][aria-pressed="true"]').map((button) => button.dataset.only))
    const shown = new Set()
    for (const gate of gates) {
      const text = texts.get(gate) ?? ''
      gate.hidden = !(words.every((word) => text.includes(word)) && (only.size === 0 || only.has(gate.dataset.verdict)))
      if (!gate.hidden) shown.add(gate.id)
    }
    for (const other of all('[data-of]')) other.hidden = !shown.has(other.dataset.of)
    for (const row of all('.board tbody tr')) row.hidden = all('[data-of]:not([hidden])', row).length === 0
    for (const section of all('main > section')) {
      if (section.querySelector('[data-gate]')) section.hidden = !section.querySelector('[data-gate]:not([hidden])')
    }
    said.textContent = words.length === 0 && only.size === 0 ? '' : `${shown.size} of ${gates.length} gates`
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLInputElement} input
   * @param {HTMLElement} said
   */
  function onKey(event, input, said) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const isTyping = event.target === input
    const isAtGate = document.activeElement?.closest('[data-gate]') !== null && document.activeElement !== document.body
    if (event.key === 'Escape') {
      input.value = ''
      for (const button of all('[data-only]')) button.setAttribute('aria-pressed', 'false')
      filter(input, said)
      if (isTyping) input.blur()
    } else if (event.key === '/' && !isTyping) {
      event.preventDefault()
      input.focus()
      input.select()
    } else if (
      (event.key === 'j' && !isTyping) ||
      (event.key === 'ArrowDown' && (isTyping || isAtGate)) ||
      (event.key === 'Enter' && isTyping)
    ) {
      event.preventDefault()
      step(1)
    } else if ((event.key === 'k' && !isTyping) || (event.key === 'ArrowUp' && isAtGate)) {
      event.preventDefault()
      step(-1)
    }
  }

  /** @param {1 | -1} by */
  function step(by) {
    const shown = gates.filter((gate) => !gate.hidden)
    const at = shown.findIndex((gate) => gate.contains(document.activeElement))
    const next = shown[at === -1 ? (by === 1 ? 0 : shown.length - 1) : at + by]
    if (next) focusOn(next)
  }
})()

import type { Command, Word } from 'unbash'
import type { ArrayWords, Scope } from './scope.ts'

/** For a word of the form `"${jssh[@]}"`: the values that the array `jssh` was set to, the newest last. Empty for any other word. */
export function arrayBehind({ text }: Word, { state, script }: Scope): readonly ArrayWords[] {
  const [, name] = /^"?\$\{([A-Za-z_]\w*)\[[@*]\]\}"?$/.exec(text) ?? []
  return name === undefined ? [] : (state.arrays.get(name) ?? []).filter((one) => one.script === script)
}

/** `x=(a b)`, `x+=(c)`, `local x=(a)`. */
export function setArrays({ state, script }: Scope, node: Command): void {
  for (const one of [...node.prefix, ...node.suffix]) {
    if (one.type !== 'Assignment' || one.value.type === 'Word') continue
    const before = state.arrays.get(one.name) ?? []
    const { elements } = one.value
    if (one.append) {
      const grown = before.map((known) => (known.script === script ? { ...known, words: [...known.words, ...elements] } : known))
      state.arrays.set(one.name, grown)
    } else state.arrays.set(one.name, [...before.slice(-2), { words: elements, script }])
  }
}

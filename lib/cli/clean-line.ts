import { cleanText } from '../report/folder.ts'
import { plain } from '../report/plain-text.ts'
import { processRedactor } from './complain.ts'

/** One line as every report would show it. */
export function cleanLine(text: string): string {
  return plain(cleanText(text, (raw) => processRedactor().redact(raw)))
}

import { cleanText } from '../report/folder.ts'
import { plain } from '../report/plain-text.ts'
import { processRedactor } from './complain.ts'

/** The text as one line, redacted, as every report shows it. */
export function cleanLine(text: string): string {
  return plain(cleanText(text, (raw) => processRedactor().redact(raw)))
}

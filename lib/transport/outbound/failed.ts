/** What was to be sent did not arrive, or nobody said that it did. The message is a sentence without secrets. */
export class NotDelivered extends Error {
  override readonly name = 'NotDelivered'
}

/** The text did not arrive, or no answer confirmed that it did. The message is a sentence without secrets. */
export class NotDelivered extends Error {
  override readonly name = 'NotDelivered'
}

/**
 * An address as a page may name it whoever looks over a shoulder: the first character before the @,
 * and the domain (`a…@example.org`).
 */
export function maskAddress(email: string): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, 1)}…${email.slice(at)}`
}

// What the sign-in page can say about a key before it is sent, and where it leads afterwards.

export type KeyFault = 'empty' | 'malformed'

// As loyalty mints them: khw_, twelve letters or digits, and a secret.
const KEY_FORM = /^khw_[0-9a-z]{12}_\S+$/

/** A pasted key without the blanks and quotes that came along. */
export function cleanKey(typed: string): string {
  return typed.trim().replace(/^["'`]|["'`]$/g, '')
}

/** What is plainly wrong with `key`, or null; whether it is good only the API can say. */
export function keyFault(key: string): KeyFault | null {
  if (key === '') return 'empty'
  return KEY_FORM.test(key) ? null : 'malformed'
}

/** Where to go after signing in: a path of this console, never an address elsewhere. */
export function pathAfter(asked: unknown): string {
  return typeof asked === 'string' && /^\/(?![/\\])/.test(asked) && !asked.startsWith('/sign-in') ? asked : '/'
}

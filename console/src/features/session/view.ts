// What the sign-in page can say before anything is sent, and where it leads afterwards.

export type SignInFault = 'name' | 'password'

/** What is missing, or null; whether the two go together only the API can say. */
export function signInFault(name: string, password: string): SignInFault | null {
  if (name.trim() === '') return 'name'
  return password === '' ? 'password' : null
}

/** Where to go after signing in: a path of this console, never an address elsewhere. */
export function pathAfter(asked: unknown): string {
  return typeof asked === 'string' && /^\/(?![/\\])/.test(asked) && !asked.startsWith('/sign-in') ? asked : '/'
}

// What somebody was writing, kept in the browser so that a reload, or a session that ends, loses nothing: for its writer alone, until they
// sign out. Not here: what is stored for good, which is the API's.

const PREFIX = 'khaywe.draft.'
let owner = ''

/** From now on drafts are those of `name`; nobody else's are found. */
export function ownDrafts(name: string): void {
  owner = name
}

/** Keeps `value` under `name` until it is dropped. */
export function keepDraft(name: string, value: unknown): void {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify(value))
  } catch {
    /* Storage forbidden or full: the draft lasts until the reload. */
  }
}

/** What was kept under `name`; null: nothing, or nothing that can be read. */
export function keptDraft(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(keyOf(name)) ?? 'null') as unknown
  } catch {
    return null
  }
}

/** Forgets what was kept under `name`. */
export function dropDraft(name: string): void {
  try {
    localStorage.removeItem(keyOf(name))
  } catch {
    /* see keepDraft() */
  }
}

/** Forgets all that its owner was writing. */
export function dropDrafts(): void {
  try {
    const mine = Object.keys(localStorage).filter((key) => key.startsWith(keyOf('')))
    for (const key of mine) localStorage.removeItem(key)
  } catch {
    /* see keepDraft() */
  }
}

function keyOf(name: string): string {
  return `${PREFIX}${encodeURIComponent(owner)}:${name}`
}

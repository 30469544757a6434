// What somebody was writing, kept in the browser so that a reload loses nothing. Not here: what is stored for good, which is the API's.

const PREFIX = 'khaywe.draft.'

/** Keeps `value` under `name` until it is dropped. */
export function keepDraft(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value))
  } catch {
    /* Storage forbidden or full: the draft lasts until the reload. */
  }
}

/** What was kept under `name`; null: nothing, or nothing that can be read. */
export function keptDraft(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null') as unknown
  } catch {
    return null
  }
}

/** Forgets what was kept under `name`. */
export function dropDraft(name: string): void {
  try {
    localStorage.removeItem(PREFIX + name)
  } catch {
    /* see keepDraft() */
  }
}

// Fields of dates and times speak in the time of this computer, the API in instants. Not here: showing instants (format.ts).

/** The instant as a field of this computer's time takes it; empty: there is none. */
export function localOf(instant: string): string {
  if (instant === '' || Number.isNaN(Date.parse(instant))) return ''
  const at = new Date(instant)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The instant that a field says; empty: none. */
export function instantOf(local: string): string {
  return local === '' ? '' : new Date(local).toISOString()
}

// Finding things by letters of their names. Not here: what is searched.

/** Whether `name` holds every word of `term`, in any order and letter case. */
export function isNamed(name: string, term: string): boolean {
  const held = name.toLocaleLowerCase()
  return term
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => held.includes(word))
}

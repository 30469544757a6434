// A definition as the JSON it is, read without trusting it. Not here: what its parts mean, which is each feature's.

export type Tree = Readonly<Record<string, unknown>>
export type Definition = Tree

/** The object, or an empty one where it is none. */
export function treeOf(value: unknown): Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {}
}

/** The objects of a list; empty where it is none. */
export function listOf(value: unknown): Tree[] {
  return Array.isArray(value) ? value.map(treeOf) : []
}

/** The text, or an empty one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The texts of a list; empty where it is none. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** The number, or null where it is none. */
export function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

/** The number, or `otherwise`. */
export function numberOf(value: unknown, otherwise = 0): number {
  return typeof value === 'number' ? value : otherwise
}

/** Names by language as the API takes them; null where there is none at all. */
export function namesOf(nameEn: string, nameAr: string, before: unknown): Tree | null {
  const others = Object.fromEntries(Object.entries(treeOf(before)).filter(([language]) => language !== 'en' && language !== 'ar'))
  const names = { ...others, ...(nameEn !== '' && { en: nameEn }), ...(nameAr !== '' && { ar: nameAr }) }
  return Object.keys(names).length === 0 ? null : names
}

/** `code`, or the first of `code-2`, `code-3`, … that nobody has. */
export function freeCode(code: string, taken: readonly string[]): string {
  let free = code
  for (let number = 2; taken.includes(free); number += 1) free = `${code}-${number}`
  return free
}

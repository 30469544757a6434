// An object with less in it.

/** `object` without `key`; `object` itself stays as it was. */
export function without<T extends object, K extends keyof T>(object: T, key: K): Omit<T, K> {
  const copy = { ...object }
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the key is named by the caller, and the copy is ours
  delete copy[key]
  return copy
}

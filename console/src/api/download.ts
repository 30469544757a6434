// Files of the API, saved by the browser. Not here: what is in them.
import { fill, http } from '@/api/client'
import { toRefusal } from '@/api/problem'

/** Fetches `path` with the session's rights and saves it under `name`. Raises: `Refusal`. */
export async function download(path: string, values: Record<string, string>, query: Record<string, string>, name: string): Promise<void> {
  const { data } = await http
    .get<Blob>(fill(path, values), { params: query, responseType: 'blob', timeout: 120_000 })
    .catch((error: unknown) => Promise.reject(toRefusal(error)))
  const address = URL.createObjectURL(data)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Some browsers begin to read only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

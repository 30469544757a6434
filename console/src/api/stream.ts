// Server-sent events of the API, typed by nobody but their reader. Not here: what they say, and what is asked instead when there are none.
import { fill } from '@/api/client'

export interface Hears {
  /** What the event said. */
  told: (data: unknown) => void
  /** Events come, or they do not; the browser knocks again by itself unless `isOver`. */
  changed: (state: { isOpen: boolean; isOver: boolean }) => void
}

/** Listens to `event` at `path` until the returned function is called. The session's cookie goes along, as with every request. */
export function listen(path: string, values: Record<string, string>, query: Record<string, string>, event: string, hears: Hears): () => void {
  const asked = new URLSearchParams(query).toString()
  const source = new EventSource(`${fill(path, values)}${asked === '' ? '' : `?${asked}`}`)
  source.addEventListener(event, (message: MessageEvent<string>) => hears.told(JSON.parse(message.data)))
  source.addEventListener('open', () => hears.changed({ isOpen: true, isOver: false }))
  source.addEventListener('error', () => hears.changed({ isOpen: false, isOver: source.readyState === EventSource.CLOSED }))
  return () => source.close()
}

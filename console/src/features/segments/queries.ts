// What segments are asked of the API, and under which keys the answers are kept.
import { useQuery } from '@pinia/colada'

import { type Answer, get } from '@/api/client'

export type Segment = Answer<'/v1/segments'>['items'][number]
export type SegmentDay = Answer<'/v1/segments/{code}/history'>['items'][number]

const PAGE_LIMIT = 200

const keys = {
  all: ['segments'] as const,
  one: (code: string) => ['segments', code] as const,
  history: (code: string, days: number) => ['segments', code, 'history', days] as const,
  histories: (codes: readonly string[], days: number) => ['segments', 'histories', days, ...codes] as const,
}

/** Every segment. */
export function useSegments() {
  return useQuery({ key: keys.all, query: ({ signal }) => readAll(signal) })
}

/** One segment. */
export function useSegment(code: () => string) {
  return useQuery({
    key: () => keys.one(code()),
    query: ({ signal }) => get('/v1/segments/{code}', { path: { code: code() }, signal }),
  })
}

/** The last `days` days of one segment, oldest first. */
export function useSegmentHistory(code: () => string, days: () => number) {
  return useQuery({
    key: () => keys.history(code(), days()),
    query: ({ signal }) => readHistory(code(), days(), signal),
    placeholderData: (previous) => previous,
  })
}

/** The last `days` days of many segments; one that cannot be read is left out, for these are only drawn as small lines. */
export function useSegmentHistories(codes: () => readonly string[], days: number) {
  return useQuery({
    key: () => keys.histories(codes(), days),
    enabled: () => codes().length > 0,
    query: async ({ signal }) => {
      const read = await Promise.allSettled(codes().map(async (code) => [code, await readHistory(code, days, signal)] as const))
      return new Map(read.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])))
    },
  })
}

async function readAll(signal: AbortSignal): Promise<Segment[]> {
  const items: Segment[] = []
  let cursor: string | null = null
  do {
    const page: Answer<'/v1/segments'> = await get('/v1/segments', { query: { limit: PAGE_LIMIT, ...(cursor !== null && { cursor }) }, signal })
    items.push(...page.items)
    cursor = page.next_cursor
  } while (cursor !== null)
  return items
}

async function readHistory(code: string, days: number, signal: AbortSignal): Promise<SegmentDay[]> {
  const { items } = await get('/v1/segments/{code}/history', { path: { code }, query: { days }, signal })
  return items.toSorted((a, b) => a.as_of_on.localeCompare(b.as_of_on))
}

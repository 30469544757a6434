// What segments are asked of the API, and under which keys the answers are kept.
import { useInfiniteQuery, useQuery } from '@pinia/colada'

import { type Answer, get } from '@/api/client'

export type Segment = Answer<'/v1/segments'>['items'][number]
export type SegmentMember = Answer<'/v1/segments/{code}/members'>['items'][number]
export type SegmentDay = Answer<'/v1/segments/{code}/history'>['items'][number]

const MEMBER_LIMIT = 20

const keys = {
  all: ['segments'] as const,
  one: (code: string) => ['segments', code] as const,
  history: (code: string, days: number) => ['segments', code, 'history', days] as const,
  members: (code: string) => ['segments', code, 'members'] as const,
  histories: (codes: readonly string[], days: number) => ['segments', 'histories', days, ...codes] as const,
}

/** Every segment: the API gives them all on one page. */
export function useSegments() {
  return useQuery({ key: keys.all, query: async ({ signal }) => (await get('/v1/segments', { signal })).items })
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

/** Who is in one segment now, page by page. */
export function useSegmentMembers(code: () => string) {
  return useInfiniteQuery({
    key: () => keys.members(code()),
    initialPageParam: null as string | null,
    query: ({ pageParam, signal }) =>
      get('/v1/segments/{code}/members', {
        path: { code: code() },
        query: { limit: MEMBER_LIMIT, ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.next_cursor,
  })
}

async function readHistory(code: string, days: number, signal: AbortSignal): Promise<SegmentDay[]> {
  const { items } = await get('/v1/segments/{code}/history', { path: { code }, query: { days }, signal })
  return items.toSorted((a, b) => a.as_of_on.localeCompare(b.as_of_on))
}

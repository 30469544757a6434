// What segments are asked of the API, and under which keys the answers are kept.
import { useInfiniteQuery, useQuery, useQueryCache } from '@pinia/colada'
import { computed } from 'vue'

import { type Answer, type Body, get, type Outcome, send } from '@/api/client'
import { download } from '@/api/download'
import { NOTHING, type Vocabulary } from '@/features/segments/builder/fields'
import type { Json } from '@/features/segments/rule'

export type Segment = Answer<'/v1/segments'>['items'][number]
export type SegmentMember = Answer<'/v1/segments/{code}/members'>['items'][number]
export type SegmentDay = Answer<'/v1/segments/{code}/history'>['items'][number]

export type Distribution = Answer<'/v1/segment-vocabulary/{feature}/distribution'>
export type Preview = Outcome<'post', '/v1/examine/segment'>
export type Waterfall = Outcome<'post', '/v1/examine/segment-clauses'>
export type Overlaps = Outcome<'post', '/v1/examine/segment-overlaps'>
export type Words = Outcome<'post', '/v1/examine/segment-words'>
export type SegmentVersion = Answer<'/v1/segments/{code}/versions'>['items'][number]
export type SegmentMove = Answer<'/v1/segments/{code}/moves'>['items'][number]
export type Why = Answer<'/v1/segments/{code}/why/{member_id}'>
export type SegmentBody = Body<'put', '/v1/segments/{code}'>
export type Dialect = 'duckdb' | 'postgresql' | 'snowflake' | 'oracle'
export type Step = 'activate' | 'pause' | 'archive'

export type Move = 'ENTERED' | 'LEFT'
const MEMBER_LIMIT = 20
const MINUTE_MS = 60_000

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

/** Who entered or left on a business day, page by page; nobody is asked for without a day. */
export function useMovedMembers(code: () => string, move: () => Move, on: () => string | null) {
  return useInfiniteQuery({
    key: () => [...keys.members(code()), 'moved', move(), on() ?? ''],
    enabled: () => on() !== null,
    initialPageParam: null as string | null,
    query: ({ pageParam, signal }) =>
      get('/v1/segments/{code}/moved-members', {
        path: { code: code() },
        query: { limit: MEMBER_LIMIT, move: move(), on: on() ?? '', ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.next_cursor,
  })
}

async function readHistory(code: string, days: number, signal: AbortSignal): Promise<SegmentDay[]> {
  const { items } = await get('/v1/segments/{code}/history', { path: { code }, query: { days }, signal })
  return items.toSorted((a, b) => a.as_of_on.localeCompare(b.as_of_on))
}

/** Everything that a rule may ask; nothing while it is read. */
export function useVocabulary() {
  const query = useQuery({
    key: ['segments', 'vocabulary'],
    staleTime: 5 * MINUTE_MS,
    query: ({ signal }) => get('/v1/segment-vocabulary', { signal }),
  })
  const vocabulary = computed<Vocabulary>(() => (query.data.value as Vocabulary | undefined) ?? NOTHING)
  return { query, vocabulary }
}

/** How one field is spread over all customers. */
export function useDistribution(feature: () => string) {
  return useQuery({
    key: () => ['segments', 'vocabulary', feature()],
    staleTime: 10 * MINUTE_MS,
    query: ({ signal }) => get('/v1/segment-vocabulary/{feature}/distribution', { path: { feature: feature() }, signal }),
  })
}

type Rule = Record<string, unknown>

/** Whom a rule would describe, while it is typed; what was counted before stays until the next answer. `code`: whom it would move. */
export function usePreview(rule: () => Json | null, code: () => string | null) {
  return useQuery({
    key: () => ['segments', 'preview', code() ?? '', JSON.stringify(rule())],
    enabled: () => rule() !== null,
    staleTime: MINUTE_MS,
    query: ({ signal }) => send('post', '/v1/examine/segment', { body: { rule: rule() as Rule, sample: 10, ...(code() !== null && { code: code() }) }, signal }),
    placeholderData: (previous) => previous,
  })
}

/** How many each clause of a rule describes, and how many are left after it. */
export function useWaterfall(rule: () => Json | null, isWanted: () => boolean = () => true) {
  return useQuery({
    key: () => ['segments', 'waterfall', JSON.stringify(rule())],
    enabled: () => rule() !== null && isWanted(),
    staleTime: MINUTE_MS,
    query: ({ signal }) => send('post', '/v1/examine/segment-clauses', { body: { rule: rule() as Rule }, signal }),
    placeholderData: (previous) => previous,
  })
}

/** What a rule says, whole and at these paths. */
export function useWords(rule: () => Json | null, paths: () => string[] = () => []) {
  return useQuery({
    key: () => ['segments', 'words', JSON.stringify([rule(), paths()])],
    enabled: () => rule() !== null,
    staleTime: 10 * MINUTE_MS,
    query: ({ signal }) => send('post', '/v1/examine/segment-words', { body: { rule: rule() as Rule, paths: paths() }, signal }),
    placeholderData: (previous) => previous,
  })
}

/** A rule as SQL for one warehouse. */
export function useSql(rule: () => Json | null, dialect: () => Dialect) {
  return useQuery({
    key: () => ['segments', 'sql', dialect(), JSON.stringify(rule())],
    enabled: () => rule() !== null,
    staleTime: MINUTE_MS,
    query: ({ signal }) => send('post', '/v1/examine/segment-sql', { body: { rule: rule() as Rule, dialect: dialect() }, signal }),
  })
}

/** How many customers each two of the segments share. */
export function useOverlaps(codes: () => readonly string[]) {
  return useQuery({
    key: () => ['segments', 'overlaps', ...codes()],
    enabled: () => codes().length > 1,
    staleTime: MINUTE_MS,
    query: ({ signal }) => send('post', '/v1/examine/segment-overlaps', { body: { codes: [...codes()] }, signal }),
  })
}

/** What the segment said and says, newest first. */
export function useVersions(code: () => string) {
  return useQuery({
    key: () => ['segments', code(), 'versions'],
    query: async ({ signal }) => (await get('/v1/segments/{code}/versions', { path: { code: code() }, signal })).items,
  })
}

/** Why a member is in, or is not; asked only once a member is named. */
export function useWhy(code: () => string, member: () => string) {
  return useQuery({
    key: () => ['segments', code(), 'why', member()],
    enabled: () => member() !== '',
    query: ({ signal }) => get('/v1/segments/{code}/why/{member_id}', { path: { code: code(), member_id: member() }, signal }),
  })
}

/** Saves a segment's draft. Afterwards whatever was read of segments is read anew. */
export function useSaving() {
  const cache = useQueryCache()
  return async ({ code, body }: { code: string; body: SegmentBody }, key: string) => {
    const saved = await send('put', '/v1/segments/{code}', { path: { code }, body, key })
    await cache.invalidateQueries({ key: keys.all })
    return saved
  }
}

/** Takes a segment a step on in its life. */
export function useStepping() {
  const cache = useQueryCache()
  return async ({ code, step, version, reason }: { code: string; step: Step; version: number | null; reason: string }, key: string) => {
    const body = { ...(version !== null && { version }), ...(reason !== '' && { reason }) }
    const path = { code }
    const moved =
      step === 'activate'
        ? await send('post', '/v1/segments/{code}/activate', { path, body, key })
        : step === 'pause'
          ? await send('post', '/v1/segments/{code}/pause', { path, body, key })
          : await send('post', '/v1/segments/{code}/archive', { path, body, key })
    await cache.invalidateQueries({ key: keys.all })
    return moved
  }
}

/** Saves today's members as a file. */
export async function exportMembers(code: string): Promise<void> {
  await download('/v1/segments/{code}/members/export', { code }, { file_format: 'CSV' }, `${code}.csv`)
}

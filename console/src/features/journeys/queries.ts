// What journeys are asked of the API, and under which keys the answers are kept.
import { useInfiniteQuery, useQuery, useQueryCache } from '@pinia/colada'

import { type Answer, get, type Outcome, send } from '@/api/client'
import type { Definition } from '@/features/journeys/definition'

export type Journey = Answer<'/v1/journeys'>['items'][number]
export type JourneyVersion = Answer<'/v1/journeys/{code}/versions'>['items'][number]
export type JourneyMove = Answer<'/v1/journeys/{code}/moves'>['items'][number]
export type NodeCounts = Answer<'/v1/journeys/{code}/counts'>['items'][number]
export type Judged = Outcome<'post', '/v1/examine/journey'>
export type Problem = Judged['problems'][number]
export type Trial = Outcome<'post', '/v1/examine/journey-trial'>
export type Replay = Outcome<'post', '/v1/examine/journey-replay'>
export type Moved = Outcome<'post', '/v1/journeys/{code}/publish'>
export type Inside = 'FINISH_OLD' | 'STOP' | 'MIGRATE'
export type Step = 'pause' | 'resume' | 'archive'
export interface TrialEvent {
  type: string
  occurred_at: string
  data: Record<string, unknown>
}

const LIMIT = 50
const COUNTS_SECONDS = 10

const keys = {
  all: ['journeys'] as const,
  list: (isArchived: boolean) => ['journeys', 'list', isArchived] as const,
  one: (code: string) => ['journeys', code] as const,
  versions: (code: string) => ['journeys', code, 'versions'] as const,
  moves: (code: string) => ['journeys', code, 'moves'] as const,
  counts: (code: string) => ['journeys', code, 'counts'] as const,
}

/** The journeys by code, page by page; only the archived ones where that is asked. */
export function useJourneys(isArchived: () => boolean) {
  return useInfiniteQuery({
    key: () => keys.list(isArchived()),
    initialPageParam: null as string | null,
    query: ({ pageParam, signal }) =>
      get('/v1/journeys', { query: { limit: LIMIT, ...(isArchived() && { status: 'ARCHIVED' as const }), ...(pageParam !== null && { cursor: pageParam }) }, signal }),
    getNextPageParam: (page) => page.next_cursor,
  })
}

/** One journey with what is live of it. `code` null: a journey that is not stored yet. */
export function useJourney(code: () => string | null) {
  return useQuery({ key: () => keys.one(code() ?? ''), enabled: () => code() !== null, query: ({ signal }) => get('/v1/journeys/{code}', { path: { code: code() ?? '' }, signal }) })
}

/** Its versions, newest first. */
export function useJourneyVersions(code: () => string | null) {
  return useQuery({
    key: () => keys.versions(code() ?? ''),
    enabled: () => code() !== null,
    query: async ({ signal }) => (await get('/v1/journeys/{code}/versions', { path: { code: code() ?? '' }, signal })).items,
  })
}

/** The steps of its life, newest first. */
export function useJourneyMoves(code: () => string | null) {
  return useQuery({
    key: () => keys.moves(code() ?? ''),
    enabled: () => code() !== null,
    query: async ({ signal }) => (await get('/v1/journeys/{code}/moves', { path: { code: code() ?? '' }, signal })).items,
  })
}

/** Who is where, as it stands now. Read again by `useRefreshedCounts`. */
export function useJourneyCounts(code: () => string | null) {
  return useQuery({
    key: () => keys.counts(code() ?? ''),
    enabled: () => code() !== null,
    staleTime: COUNTS_SECONDS * 1000,
    query: async ({ signal }) => (await get('/v1/journeys/{code}/counts', { path: { code: code() ?? '' }, signal })).items,
  })
}

/** How often counts are read again while somebody looks, in milliseconds. */
export const COUNTS_EVERY_MS = COUNTS_SECONDS * 1000

export function judgeJourney(definition: Definition, signal?: AbortSignal): Promise<Judged> {
  return send('post', '/v1/examine/journey', { body: { definition: bare(definition) }, ...(signal && { signal }) })
}

export function tryJourney(definition: Definition, asked: { memberId: string; startsAt: string | null; until: string; events: readonly TrialEvent[]; isLetIn: boolean }): Promise<Trial> {
  return send('post', '/v1/examine/journey-trial', {
    body: {
      definition: bare(definition),
      member_id: asked.memberId,
      until: asked.until,
      events: [...asked.events],
      is_let_in: asked.isLetIn,
      ...(asked.startsAt !== null && { starts_at: asked.startsAt }),
    },
  })
}

export function replayJourney(definition: Definition, since: string, until: string): Promise<Replay> {
  return send('post', '/v1/examine/journey-replay', { body: { definition: bare(definition), since, until } })
}

export function saveJourney(code: string, definition: Definition, expectedVersion: number | null, key: string) {
  return send('put', '/v1/journeys/{code}', { path: { code }, body: { definition: bare(definition), expected_version: expectedVersion }, key })
}

export interface Publishing {
  version: number
  inside: Inside
  nodeMap: Record<string, string>
  reason: string
}

export function publishJourney(code: string, { version, inside, nodeMap, reason }: Publishing, key: string | null): Promise<Moved> {
  const body = { version, inside, node_map: inside === 'MIGRATE' ? nodeMap : null, reason: reason.trim() === '' ? null : reason.trim() }
  return send('post', '/v1/journeys/{code}/publish', { path: { code }, body, ...(key === null ? { query: { dry_run: true } } : { key }) })
}

/** Takes a step of its life; without a key it is only asked what the step would do. */
export function stepJourney(code: string, step: Step, reason: string, key: string | null): Promise<Moved> {
  const asked = { path: { code }, body: { reason: reason.trim() === '' ? null : reason.trim() }, ...(key === null ? { query: { dry_run: true } } : { key }) }
  switch (step) {
    case 'pause':
      return send('post', '/v1/journeys/{code}/pause', asked)
    case 'resume':
      return send('post', '/v1/journeys/{code}/resume', asked)
    case 'archive':
      return send('post', '/v1/journeys/{code}/archive', asked)
  }
}

/** Everything that was read of journeys is old. */
export function useForgetJourneys() {
  const cache = useQueryCache()
  return () => cache.invalidateQueries({ key: keys.all })
}

function bare(definition: Definition): Record<string, unknown> {
  return definition as unknown as Record<string, unknown>
}

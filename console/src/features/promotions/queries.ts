// What promotions are asked of the API, and under which keys the answers are kept.
import { useQuery, useQueryCache } from '@pinia/colada'
import { useDocumentVisibility, useIntervalFn } from '@vueuse/core'

import { type Answer, type Body, get, send } from '@/api/client'
import { inProgram } from '@/api/program'
import type { PromotionDefinition } from '@/features/promotions/definition'

export type Promotion = Answer<'/v1/promotions'>['items'][number]
export type Figures = Answer<'/v1/promotions/{code}'>
export type Revision = Answer<'/v1/promotions/{code}/revisions'>['items'][number]
export type Step = Body<'post', '/v1/promotions/{code}/status'>['status']

// Slow enough to ask the whole list again: a budget ends in hours, not seconds, and what the till is refused does not wait for this screen.
const ASK_MS = 30_000
const keys = { all: ['promotions'] as const }

/** Every promotion with what it gave and what is left of its budget, asked again while somebody looks. */
export function usePromotions(program: () => string) {
  return asAskedAgain(useQuery({ key: () => [...keys.all, program(), 'all'], query: async ({ signal }) => (await get('/v1/promotions', { query: inProgram(program()), signal })).items }))
}

/** How one promotion performs, asked again while somebody looks. */
export function useFigures(program: () => string, code: () => string | null) {
  return asAskedAgain(useQuery({ key: () => [...keys.all, program(), 'one', code() ?? ''], enabled: () => code() !== null, query: ({ signal }) => get('/v1/promotions/{code}', { path: { code: code() ?? '' }, query: inProgram(program()), signal }) }), () => code() !== null)
}

/** Who changed or moved a promotion, when and why, newest first. */
export function useRevisions(program: () => string, code: () => string | null) {
  return useQuery({
    key: () => [...keys.all, program(), 'one', code() ?? '', 'revisions'],
    enabled: () => code() !== null,
    query: async ({ signal }) => (await get('/v1/promotions/{code}/revisions', { path: { code: code() ?? '' }, query: inProgram(program()), signal })).items,
  })
}

/** Creates a promotion, or changes the one that stands at `revision`. */
export function useSaving() {
  const cache = useQueryCache()
  return async ({ program, code, definition, revision }: { program: string; code: string; definition: PromotionDefinition; revision: number | null }, key: string) => {
    const saved =
      revision === null
        ? await send('post', '/v1/promotions', { query: inProgram(program), body: { definition: { ...definition, code } }, key })
        : await send('put', '/v1/promotions/{code}', { path: { code }, query: inProgram(program), body: { definition, revision }, key })
    await cache.invalidateQueries({ key: [...keys.all] })
    return saved
  }
}

/** Starts, pauses or ends a promotion. */
export function useStepping() {
  const cache = useQueryCache()
  return async ({ program, code, status, reason }: { program: string; code: string; status: Step; reason: string }, key: string) => {
    const moved = await send('post', '/v1/promotions/{code}/status', { path: { code }, query: inProgram(program), body: { status, reason: reason || null }, key })
    await cache.invalidateQueries({ key: [...keys.all] })
    return moved
  }
}

function asAskedAgain<Query extends { refetch: () => Promise<unknown> }>(query: Query, isWanted: () => boolean = () => true): Query {
  const visibility = useDocumentVisibility()
  useIntervalFn(() => {
    if (visibility.value === 'visible' && isWanted()) void query.refetch()
  }, ASK_MS)
  return query
}

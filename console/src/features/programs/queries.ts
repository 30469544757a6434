// What programs are asked of the API, and under which keys the answers are kept.
import { useQuery, useQueryCache } from '@pinia/colada'

import { type Answer, type Body, get, type Outcome, send } from '@/api/client'
import { useSession } from '@/api/session'
import type { Definition } from '@/lib/tree'

export type ProgramSummary = Answer<'/v1/programs'>['items'][number]
export type StoredRevision = Answer<'/v1/programs/{code}/revisions'>['items'][number]
export type ProgramPreview = Outcome<'post', '/v1/programs/{code}/preview'>
export type Change = ProgramPreview['changes'][number]
export type Tried = Outcome<'post', '/v1/examine/definition'>
export type Examined = Outcome<'post', '/v1/examine/earn'>
export type ProgramStatus = Body<'post', '/v1/programs/{code}/status'>['status']

const keys = { all: ['programs'] as const }

/** Every program with what is in force and what is scheduled. */
export function usePrograms() {
  return useQuery({ key: keys.all, query: async ({ signal }) => (await get('/v1/programs', { signal })).items })
}

/** The revisions of a program, newest first. */
export function useRevisions(code: () => string) {
  return useQuery({
    key: () => [...keys.all, code(), 'revisions'],
    enabled: () => code() !== '',
    query: async ({ signal }) => (await get('/v1/programs/{code}/revisions', { path: { code: code() }, signal })).items.toReversed(),
  })
}

/** What differs between two revisions. */
export function useDifference(code: () => string, pair: () => { from: number; to: number } | null) {
  return useQuery({
    key: () => [...keys.all, code(), 'difference', pair()?.from ?? 0, pair()?.to ?? 0],
    enabled: () => code() !== '' && pair() !== null,
    query: async ({ signal }) =>
      (await get('/v1/programs/{code}/difference', { path: { code: code() }, query: { from_revision: pair()?.from ?? 0, to_revision: pair()?.to ?? 0 }, signal })).changes,
  })
}

/** What a definition would change, and which members it would move; asked once it differs from what is in force. */
export function useProgramPreview(code: () => string, definition: () => Definition | null) {
  return useQuery({
    key: () => [...keys.all, code(), 'preview', JSON.stringify(definition())],
    enabled: () => definition() !== null,
    query: ({ signal }) => send('post', '/v1/programs/{code}/preview', { path: { code: code() }, body: { definition: definition() ?? {} }, signal }),
    placeholderData: (previous) => previous,
  })
}

export interface NewRevision {
  code: string
  definition: Definition
  /** An instant; null: at once. */
  validFrom: string | null
  replaceScheduled: boolean
}

/** Saves a revision, in force at once or from an instant on. */
export function useSavingRevision() {
  const refresh = useRefresh()
  return async ({ code, definition, validFrom, replaceScheduled }: NewRevision, key: string) => {
    const saved = await send('post', '/v1/programs/{code}/revisions', { path: { code }, body: { definition, valid_from: validFrom, replace_scheduled: replaceScheduled }, key })
    await refresh()
    return saved
  }
}

/** Creates a program. */
export function useCreatingProgram() {
  const refresh = useRefresh()
  return async ({ definition, status }: { definition: Definition; status: 'DRAFT' | 'ACTIVE' }, key: string) => {
    const saved = await send('post', '/v1/programs', { body: { definition, status, replace_scheduled: false }, key })
    await refresh()
    return saved
  }
}

/** Starts, pauses or archives a program. */
export function useMovingProgram() {
  const refresh = useRefresh()
  return async ({ code, status }: { code: string; status: ProgramStatus }, key: string) => {
    const moved = await send('post', '/v1/programs/{code}/status', { path: { code }, body: { status }, key })
    await refresh()
    return moved
  }
}

export interface Basket {
  definition: Definition
  spendMinor: number
  lines: readonly { amountMinor: number; quantity: number; category: string; product: string }[]
  trigger: string
  tierCode: string
  earnedPoints: number
}

/** What a basket would earn by a definition, saved or not, for somebody on a tier. Nothing is posted. */
export function useTrying() {
  return ({ definition, spendMinor, lines, trigger, tierCode, earnedPoints }: Basket): Promise<Tried> =>
    send('post', '/v1/examine/definition', {
      body: {
        definition,
        spend_minor: spendMinor,
        trigger,
        lines: lines.map((line, at) => ({ line_id: String(at + 1), amount_minor: line.amountMinor, quantity: line.quantity, category_code: line.category || null, product_id: line.product || null, attributes: {} })),
        attributes: {},
        person: { tier_code: tierCode || null, segments: [], features: {} },
        earned_points: earnedPoints,
      },
    })
}

/** What a customer's basket would earn by what is in force, rule by rule. Nothing is posted. */
export function useExamining() {
  return ({ programCode, memberId, spendMinor, currencyCode }: { programCode: string; memberId: string; spendMinor: number; currencyCode: string }): Promise<Examined> =>
    send('post', '/v1/examine/earn', { query: { program_code: programCode }, body: { member_id: memberId, spend_minor: spendMinor, currency_code: currencyCode, order_id: 'examined', trigger: 'purchase', lines: [], attributes: {} } })
}

/** Whether the caller may change programs. */
export function useMayWrite() {
  const session = useSession()
  return () => session.may('programs.write')
}

function useRefresh() {
  const cache = useQueryCache()
  return async () => {
    await Promise.all([keys.all, ['program'], ['references', 'programs']].map((key) => cache.invalidateQueries({ key: [...key] })))
  }
}

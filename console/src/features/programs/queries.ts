// What programs are asked of the API, and under which keys the answers are kept.
import { useQuery, useQueryCache } from '@pinia/colada'

import { type Answer, get, type Outcome, send } from '@/api/client'
import { useSession } from '@/api/session'

export type ProgramSummary = Answer<'/v1/programs'>['items'][number]
export type StoredRevision = Answer<'/v1/programs/{code}/revisions'>['items'][number]
export type ProgramPreview = Outcome<'post', '/v1/programs/{code}/preview'>
export type Change = ProgramPreview['changes'][number]
export type Examined = Outcome<'post', '/v1/examine/earn'>
export type Definition = Record<string, unknown>

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
    query: async ({ signal }) => (await get('/v1/programs/{code}/revisions', { path: { code: code() }, signal })).items,
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

/** Saves a revision, in force at once. */
export function useSavingRevision() {
  const cache = useQueryCache()
  return async ({ code, definition }: { code: string; definition: Definition }, key: string) => {
    const saved = await send('post', '/v1/programs/{code}/revisions', { path: { code }, body: { definition, replace_scheduled: false }, key })
    await Promise.all([cache.invalidateQueries({ key: keys.all }), cache.invalidateQueries({ key: ['program'] })])
    return saved
  }
}

export interface Basket {
  memberId: string
  spendMinor: number
  currencyCode: string
}

/** What a basket would earn by what is in force, rule by rule. Nothing is posted. */
export function useTrying() {
  return ({ memberId, spendMinor, currencyCode }: Basket) =>
    send('post', '/v1/examine/earn', { body: { member_id: memberId, spend_minor: spendMinor, currency_code: currencyCode, order_id: 'examined', trigger: 'purchase', lines: [], attributes: {} } })
}

/** Whether the caller may change programs. */
export function useMayWrite() {
  const session = useSession()
  return () => session.may('programs.write')
}

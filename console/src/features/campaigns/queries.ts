// What campaigns and message templates are asked of the API, and under which keys the answers are kept.
import { useInfiniteQuery, useQuery, useQueryCache } from '@pinia/colada'

import { type Answer, type Body, get, type Outcome, send } from '@/api/client'
import { download } from '@/api/download'
import type { Definition } from '@/features/campaigns/definition'

export type Campaign = Answer<'/v1/campaigns'>['items'][number]
export type Standing = Answer<'/v1/campaigns/{code}'>
export type Revision = Answer<'/v1/campaigns/{code}/revisions'>['items'][number]
export type Results = Answer<'/v1/campaigns/{code}/results'>
export type Target = Answer<'/v1/campaigns/{code}/targets'>['items'][number]
export type HoldoutResults = Answer<'/v1/campaigns-holdout/results'>
export type Holdout = Answer<'/v1/campaign-holdout'>
export type Preview = Outcome<'post', '/v1/examine/campaign'>
export type Moved = Outcome<'post', '/v1/campaigns/{code}/pause'>
export type Template = Answer<'/v1/message-templates'>['items'][number]
export type TemplateBody = Body<'put', '/v1/message-templates/{code}'>
export type ReadMessage = Outcome<'post', '/v1/examine/messages'>
export type TestBody = Body<'post', '/v1/message-tests'>
export type Step = 'activate' | 'pause' | 'resume' | 'complete' | 'archive'

const LIMIT = 100
const TARGETS_LIMIT = 50

/** Which targets are shown: of one run or (empty) of all; everybody, one arm, or those refused for one reason (`whoOf`). */
export interface TargetsAsked {
  occurrence: string
  who: string
}

const keys = {
  all: ['campaigns'] as const,
  list: ['campaigns', 'list'] as const,
  one: (code: string) => ['campaigns', code] as const,
  revisions: (code: string) => ['campaigns', code, 'revisions'] as const,
  moves: (code: string) => ['campaigns', code, 'moves'] as const,
  occurrences: (code: string) => ['campaigns', code, 'occurrences'] as const,
  results: (code: string, occurrence: string) => ['campaigns', code, 'results', occurrence] as const,
  targets: (code: string, asked: TargetsAsked) => ['campaigns', code, 'targets', asked.occurrence, asked.who] as const,
  holdout: ['campaigns', 'holdout'] as const,
  holdoutResults: (since: string) => ['campaigns', 'holdout', 'results', since] as const,
  templates: ['message-templates'] as const,
  template: (code: string) => ['message-templates', code] as const,
}

/** The campaigns page by page; archived ones only where they are asked for. */
export function useCampaigns(isArchived: () => boolean = () => false) {
  return useInfiniteQuery({
    key: () => [...keys.list, isArchived()],
    initialPageParam: null as string | null,
    query: ({ pageParam, signal }) => get('/v1/campaigns', { query: { limit: LIMIT, ...(isArchived() && { status: 'ARCHIVED' as const }), ...(pageParam !== null && { cursor: pageParam }) }, signal }),
    getNextPageParam: (page) => page.next_cursor,
  })
}

/** One campaign and how it stands. */
export function useCampaign(code: () => string | null) {
  return useQuery({ key: () => keys.one(code() ?? ''), enabled: () => code() !== null, query: ({ signal }) => get('/v1/campaigns/{code}', { path: { code: code() ?? '' }, signal }) })
}

/** Its revisions, newest first. */
export function useRevisions(code: () => string | null) {
  return useQuery({
    key: () => keys.revisions(code() ?? ''),
    enabled: () => code() !== null,
    query: async ({ signal }) => (await get('/v1/campaigns/{code}/revisions', { path: { code: code() ?? '' }, signal })).items,
  })
}

/** The steps of its life, newest first. */
export function useMoves(code: () => string) {
  return useQuery({ key: () => keys.moves(code()), query: async ({ signal }) => (await get('/v1/campaigns/{code}/moves', { path: { code: code() }, signal })).items })
}

/** Its last occurrences, newest first. */
export function useOccurrences(code: () => string) {
  return useQuery({ key: () => keys.occurrences(code()), query: async ({ signal }) => (await get('/v1/campaigns/{code}/occurrences', { path: { code: code() }, query: { limit: 20 }, signal })).items })
}

/** Where what came of it is kept, for whoever hears of it in another way than by asking. */
export const resultsKey = keys.results

/** Whom it chose and whom it refused, page by page. */
export function useTargets(code: () => string, asked: () => TargetsAsked) {
  return useInfiniteQuery({
    key: () => keys.targets(code(), asked()),
    initialPageParam: null as string | null,
    query: ({ pageParam, signal }) =>
      get('/v1/campaigns/{code}/targets', { path: { code: code() }, query: { limit: TARGETS_LIMIT, ...targetsQuery(asked()), ...(pageParam !== null && { cursor: pageParam }) }, signal }),
    getNextPageParam: (page) => page.next_cursor,
  })
}

/** Saves the same targets as a file. */
export async function exportTargets(code: string, asked: TargetsAsked, format: 'CSV' | 'PARQUET'): Promise<void> {
  await download('/v1/campaigns/{code}/targets/export', { code }, { ...targetsQuery(asked), file_format: format }, `${code}.${format.toLowerCase()}`)
}

function targetsQuery({ occurrence, who }: TargetsAsked) {
  const [kind, value = ''] = who.split(':')
  return {
    ...(occurrence !== '' && { occurrence }),
    ...(kind === 'arm' && { arm: value as 'TREATED' | 'CONTROL' | 'HOLDOUT' }),
    ...(kind === 'reason' && { reason: value }),
  }
}

/** Who gets no campaign at all. */
export function useHoldout() {
  return useQuery({ key: keys.holdout, query: ({ signal }) => get('/v1/campaign-holdout', { signal }) })
}

/** What all campaigns together changed, of members first chosen since that instant. */
export function useHoldoutResults(since: () => string) {
  return useQuery({
    key: () => keys.holdoutResults(since()),
    query: ({ signal }) => get('/v1/campaigns-holdout/results', { query: { since: since() }, signal }),
    placeholderData: (previous) => previous,
  })
}

export function saveHoldout(share: number, season: string, key: string) {
  return send('put', '/v1/campaign-holdout', { body: { share, season }, key })
}

/** What came of it; `occurrence` empty: of all of them. */
export function useResults(code: () => string, occurrence: () => string) {
  return useQuery({
    key: () => keys.results(code(), occurrence()),
    query: ({ signal }) => get('/v1/campaigns/{code}/results', { path: { code: code() }, query: occurrence() === '' ? {} : { occurrence: occurrence() }, signal }),
    placeholderData: (previous) => previous,
  })
}

export function previewCampaign(definition: Definition, signal: AbortSignal): Promise<Preview> {
  return send('post', '/v1/examine/campaign', { body: { definition: bare(definition) }, signal })
}

export function saveCampaign(code: string, definition: Definition, expectedRevision: number | null, key: string) {
  return send('put', '/v1/campaigns/{code}', { path: { code }, body: { definition: bare(definition), expected_revision: expectedRevision }, key })
}

/** Takes a step of its life; without a key it is only asked what the step would do. */
export function stepCampaign(code: string, step: Step, reason: string, key: string | null): Promise<Moved> {
  const said = { reason: reason.trim() === '' ? null : reason.trim() }
  const asked = { path: { code }, body: said, ...(key === null ? { query: { dry_run: true } } : { key }) }
  switch (step) {
    case 'activate':
      return send('post', '/v1/campaigns/{code}/activate', asked)
    case 'pause':
      return send('post', '/v1/campaigns/{code}/pause', asked)
    case 'resume':
      return send('post', '/v1/campaigns/{code}/resume', asked)
    case 'complete':
      return send('post', '/v1/campaigns/{code}/complete', asked)
    case 'archive':
      return send('post', '/v1/campaigns/{code}/archive', asked)
  }
}

/** The message templates' newest versions. */
export function useTemplates() {
  return useQuery({ key: keys.templates, query: async ({ signal }) => (await get('/v1/message-templates', { query: { limit: 200 }, signal })).items })
}

/** One template's newest version. `code` null: one that is not stored yet. */
export function useTemplate(code: () => string | null) {
  return useQuery({ key: () => keys.template(code() ?? ''), enabled: () => code() !== null, query: ({ signal }) => get('/v1/message-templates/{code}', { path: { code: code() ?? '' }, signal }) })
}

export function saveTemplate(code: string, body: TemplateBody, key: string) {
  return send('put', '/v1/message-templates/{code}', { path: { code }, body, key })
}

/** One member to read a message for; null: there is none yet. */
export async function aMember(): Promise<string | null> {
  return (await get('/v1/members', { query: { limit: 1 } })).items[0]?.external_id ?? null
}

/** The message as the member would read it. */
export function readMessage(body: TemplateBody, memberId: string, language: string | null, signal: AbortSignal): Promise<ReadMessage> {
  return send('post', '/v1/examine/messages', { body: { ...body, member_id: memberId, language, facts: SAMPLE_FACTS }, signal })
}

export function sendTest(body: TestBody, key: string) {
  return send('post', '/v1/message-tests', { body, key })
}

// What a campaign would add, so that a template that speaks of the offer can be read before there is one.
export const SAMPLE_FACTS = { offer: { offer_code: 'SAMPLE', title: 'Sample offer', reason: 'Because it suits', ends_on: '2030-12-31' } }

/** Everything that was read of campaigns is old. */
export function useForgetCampaigns() {
  const cache = useQueryCache()
  return () => cache.invalidateQueries({ key: keys.all })
}

/** Everything that was read of templates is old. */
export function useForgetTemplates() {
  const cache = useQueryCache()
  return () => cache.invalidateQueries({ key: keys.templates })
}

function bare(definition: Definition): Record<string, unknown> {
  return definition as unknown as Record<string, unknown>
}

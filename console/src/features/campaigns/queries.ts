// What campaigns and message templates are asked of the API, and under which keys the answers are kept.
import { useInfiniteQuery, useQuery, useQueryCache } from '@pinia/colada'

import { type Answer, type Body, get, type Outcome, send } from '@/api/client'
import type { Definition } from '@/features/campaigns/definition'

export type Campaign = Answer<'/v1/campaigns'>['items'][number]
export type Standing = Answer<'/v1/campaigns/{code}'>
export type Revision = Answer<'/v1/campaigns/{code}/revisions'>['items'][number]
export type Results = Answer<'/v1/campaigns/{code}/results'>
export type Preview = Outcome<'post', '/v1/examine/campaign'>
export type Moved = Outcome<'post', '/v1/campaigns/{code}/pause'>
export type Template = Answer<'/v1/message-templates'>['items'][number]
export type TemplateBody = Body<'put', '/v1/message-templates/{code}'>
export type ReadMessage = Outcome<'post', '/v1/examine/messages'>
export type TestBody = Body<'post', '/v1/message-tests'>
export type Step = 'activate' | 'pause' | 'resume' | 'complete' | 'archive'

const LIMIT = 100
/** How often live figures are read again while somebody looks; the API counts once a minute for all. */
export const RESULTS_EVERY_MS = 30_000

const keys = {
  all: ['campaigns'] as const,
  list: ['campaigns', 'list'] as const,
  one: (code: string) => ['campaigns', code] as const,
  revisions: (code: string) => ['campaigns', code, 'revisions'] as const,
  moves: (code: string) => ['campaigns', code, 'moves'] as const,
  occurrences: (code: string) => ['campaigns', code, 'occurrences'] as const,
  results: (code: string, occurrence: string) => ['campaigns', code, 'results', occurrence] as const,
  templates: ['message-templates'] as const,
  template: (code: string) => ['message-templates', code] as const,
}

/** The campaigns that are not archived, page by page. */
export function useCampaigns() {
  return useInfiniteQuery({
    key: keys.list,
    initialPageParam: null as string | null,
    query: ({ pageParam, signal }) => get('/v1/campaigns', { query: { limit: LIMIT, ...(pageParam !== null && { cursor: pageParam }) }, signal }),
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

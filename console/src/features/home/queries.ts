// What is asked of the API for the start page. What the caller may not read is not asked for.
import { useQuery } from '@pinia/colada'
import type { Ref } from 'vue'

import { type Answer, get } from '@/api/client'
import { useSession } from '@/api/session'

export type Figures = Answer<'/v1/figures'>
export type Attention = Answer<'/v1/attention'>['items'][number]
export type Segment = Answer<'/v1/segments'>['items'][number]
export type Campaign = Answer<'/v1/campaigns'>['items'][number]
export type CampaignResults = Answer<'/v1/campaigns/{code}/results'>
export type Model = Answer<'/v1/models'>['items'][number]
export type Warehouse = Answer<'/v1/warehouse'>

/** What the period came to. */
export function useFigures(period: Ref<{ first_on: string; last_on: string } | null>) {
  return useQuery(() => ({
    key: ['figures', period.value?.first_on ?? '', period.value?.last_on ?? ''],
    query: ({ signal }: { signal: AbortSignal }) => get('/v1/figures', { query: period.value ?? {}, signal }),
    placeholderData: (before: Figures | undefined) => before,
  }))
}

/** What waits for somebody. */
export function useAttention() {
  return useQuery({ key: ['attention'], query: async ({ signal }) => (await get('/v1/attention', { signal })).items })
}

/** The segments with their sizes of today and yesterday. */
export function useSegmentMoves() {
  const session = useSession()
  return useQuery(() => ({
    key: ['segments', 'moves'],
    query: async ({ signal }: { signal: AbortSignal }) => (await get('/v1/segments', { signal })).items,
    enabled: session.may('segments.read'),
  }))
}

/** The campaigns. */
export function useRunningCampaigns() {
  const session = useSession()
  return useQuery(() => ({
    key: ['campaigns', 'running'],
    query: async ({ signal }: { signal: AbortSignal }) => (await get('/v1/campaigns', { signal })).items,
    enabled: session.may('campaigns.read'),
  }))
}

/** What came of these campaigns; one whose results are refused is left out, and the others are told. */
export function useCampaignResults(codes: Ref<readonly string[]>) {
  return useQuery(() => ({
    key: ['campaigns', 'results of', codes.value.join(' ')],
    query: async ({ signal }: { signal: AbortSignal }) => {
      const found = await Promise.allSettled(codes.value.map((code) => get('/v1/campaigns/{code}/results', { path: { code }, signal })))
      return found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    },
    enabled: codes.value.length > 0,
  }))
}

/** The models, for the newest day they scored. */
export function useScored() {
  const session = useSession()
  return useQuery(() => ({
    key: ['models'],
    query: async ({ signal }: { signal: AbortSignal }) => (await get('/v1/models', { signal })).items,
    enabled: session.may('models.read'),
  }))
}

/** How fresh what readers see is. */
export function useFreshness() {
  const session = useSession()
  return useQuery(() => ({
    key: ['warehouse'],
    query: ({ signal }: { signal: AbortSignal }) => get('/v1/warehouse', { signal }),
    enabled: session.may('profiles.read'),
  }))
}

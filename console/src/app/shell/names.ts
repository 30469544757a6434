// The names of what can be opened from the palette, asked for when it is opened. Not here: what is found for a few letters (palette.ts).
import { useQuery } from '@pinia/colada'
import { computed, type ComputedRef } from 'vue'

import { get } from '@/api/client'
import { useSession } from '@/api/session'

const LIMIT = 200

export interface Named {
  kind: 'segments' | 'campaigns' | 'journeys' | 'programs' | 'rewards' | 'promotions' | 'messages'
  code: string
  /** By language; null: it is called by its code. */
  name: { en: string; ar: string } | null
  path: string
}

type Listed = readonly { code: string; name?: { en: string; ar: string } }[]

/** Everything with a name and a page of its own that the caller may read; empty until `isAsked`. Of each kind at most 200. */
export function useNames(isAsked: () => boolean): ComputedRef<Named[]> {
  const lists = [
    useList('segments', 'segments.read', '/segments', async (signal) => (await get('/v1/segments', { signal })).items),
    useList('campaigns', 'campaigns.read', '/campaigns', async (signal) => (await get('/v1/campaigns', { query: { limit: LIMIT }, signal })).items),
    useList('journeys', 'journeys.read', '/journeys', async (signal) => (await get('/v1/journeys', { query: { limit: LIMIT }, signal })).items),
    useList('programs', 'programs.read', '/programs', async (signal) => (await get('/v1/programs', { signal })).items),
    useList('rewards', 'rewards.read', '/rewards', async (signal) => (await get('/v1/rewards', { signal })).items),
    useList('promotions', 'promotions.read', '/promotions', async (signal) => (await get('/v1/promotions', { signal })).items),
    useList('messages', 'messages.read', '/message-templates', async (signal) => (await get('/v1/message-templates', { query: { limit: LIMIT }, signal })).items),
  ]
  return computed(() => lists.flatMap((list) => list.value))

  function useList(kind: Named['kind'], permission: string, folder: string, ask: (signal: AbortSignal) => Promise<Listed>): ComputedRef<Named[]> {
    const session = useSession()
    const query = useQuery(() => ({
      key: ['palette', kind],
      query: ({ signal }: { signal: AbortSignal }) => ask(signal),
      enabled: isAsked() && session.may(permission),
    }))
    return computed(() => (query.data.value ?? []).map(({ code, name }) => ({ kind, code, name: name ?? null, path: `${folder}/${encodeURIComponent(code)}` })))
  }
}

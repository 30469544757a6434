// What is asked of the API about models.
import { useQuery } from '@pinia/colada'
import { type MaybeRefOrGetter, toValue } from 'vue'

import { type Answer, get } from '@/api/client'

export type Model = Answer<'/v1/models'>['items'][number]
export type Version = Model['versions'][number]
export type Scoring = Model['scorings'][number]
export type Metric = Version['metrics'][number]

export function useModels() {
  return useQuery({ key: ['models'], query: async ({ signal }) => (await get('/v1/models', { signal })).items })
}

export function useModel(name: MaybeRefOrGetter<string>) {
  return useQuery(() => ({
    key: ['models', toValue(name)],
    query: ({ signal }: { signal: AbortSignal }) => get('/v1/models/{name}', { path: { name: toValue(name) }, signal }),
  }))
}

/** The card of a version; asked for when there is one to ask about. */
export function useCard(name: MaybeRefOrGetter<string>, version: MaybeRefOrGetter<string | null>) {
  return useQuery(() => ({
    key: ['models', toValue(name), 'card', toValue(version) ?? ''],
    query: ({ signal }: { signal: AbortSignal }) =>
      get('/v1/models/{name}/versions/{version}/card', { path: { name: toValue(name), version: toValue(version) ?? '' }, signal }),
    enabled: toValue(version) !== null,
  }))
}

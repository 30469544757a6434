// What others' pages are built upon and forms choose from: segments, features, programs, pools, templates, event types. Read once, used everywhere.
import { useQuery } from '@pinia/colada'
import { computed } from 'vue'

import { type Answer, get } from '@/api/client'
import eventTypes from '@/api/eventTypes.json'
import { useSession } from '@/api/session'

export type Feature = Answer<'/v1/features'>['features'][number]
export type MessageTemplate = Answer<'/v1/message-templates'>['items'][number]

/** The types of events that the platform knows, with what each says. A company may tell types of its own beside them. */
export const EVENT_TYPES: readonly { name: string; summary: string; fields: readonly { name: string; kind: string }[] }[] = eventTypes

/** Every segment that is not archived; empty while it is read, or where the caller may not read it. */
export function useSegmentChoices() {
  const session = useSession()
  const query = useQuery(() => ({ key: ['references', 'segments'], query: async ({ signal }: { signal: AbortSignal }) => (await get('/v1/segments', { signal })).items, enabled: session.may('segments.read') }))
  return computed(() => query.data.value ?? [])
}

/** The features of the catalogue; empty where the caller may not read it. */
export function useFeatureChoices() {
  const session = useSession()
  const query = useQuery(() => ({
    key: ['references', 'features'],
    query: async ({ signal }: { signal: AbortSignal }) => (await get('/v1/features', { signal })).features,
    enabled: session.may('profiles.read'),
  }))
  return computed<readonly Feature[]>(() => query.data.value ?? [])
}

/** The message templates' newest versions, at most 200. */
export function useTemplateChoices() {
  const session = useSession()
  const query = useQuery(() => ({
    key: ['message-templates', 'choices'],
    query: async ({ signal }: { signal: AbortSignal }) => (await get('/v1/message-templates', { query: { limit: 200 }, signal })).items,
    enabled: session.may('messages.read'),
  }))
  return computed<readonly MessageTemplate[]>(() => query.data.value ?? [])
}

/** The pools of vouchers of a program, the first where none is named; at most 200. */
export function usePoolChoices(program: () => string = () => '') {
  const session = useSession()
  const query = useQuery(() => ({
    key: ['references', 'pools', program()],
    query: async ({ signal }: { signal: AbortSignal }) => (await get('/v1/voucher-pools', { query: { limit: 200, ...(program() !== '' && { program_code: program() }) }, signal })).items,
    enabled: session.may('vouchers.read'),
  }))
  return computed(() => query.data.value ?? [])
}

/** The programs by code. */
export function useProgramChoices() {
  const session = useSession()
  const query = useQuery(() => ({
    key: ['references', 'programs'],
    query: async ({ signal }: { signal: AbortSignal }) => (await get('/v1/programs', { signal })).items,
    enabled: session.may('programs.read'),
  }))
  return computed(() => query.data.value ?? [])
}

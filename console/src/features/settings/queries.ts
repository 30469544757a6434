// What is asked of the API for settings, and what is sent to it; whatever a write makes old is read again.
import { useQuery, useQueryCache } from '@pinia/colada'
import type { MaybeRefOrGetter } from 'vue'
import { toValue } from 'vue'

import { type Answer, type Body, get, send } from '@/api/client'
import { useWrite } from '@/api/write'

export type User = Answer<'/v1/users'>['items'][number]
export type Role = Answer<'/v1/roles'>['items'][number]
export type ApiKey = Answer<'/v1/api-keys'>['items'][number]
export type Webhook = Answer<'/v1/webhooks'>['items'][number]
export type Channel = Answer<'/v1/channels'>['items'][number]
export type Policy = Answer<'/v1/contact-policy'>
export type Language = Answer<'/v1/message-languages'>['items'][number]
export type Delivery = Answer<'/v1/webhooks/{webhook_id}/deliveries'>['items'][number]

const USERS = ['users']
const KEYS = ['api-keys']
const WEBHOOKS = ['webhooks']
const CHANNELS = ['channels']
const POLICY = ['contact-policy']

export function useUsers() {
  return useQuery({ key: USERS, query: async ({ signal }) => (await get('/v1/users', { signal })).items })
}

export function useRoles() {
  return useQuery({ key: ['roles'], query: async ({ signal }) => (await get('/v1/roles', { signal })).items })
}

export function useKeys() {
  return useQuery({ key: KEYS, query: async ({ signal }) => (await get('/v1/api-keys', { signal })).items })
}

export function useWebhooks() {
  return useQuery({ key: WEBHOOKS, query: async ({ signal }) => (await get('/v1/webhooks', { signal })).items })
}

export function useWebhook(id: MaybeRefOrGetter<string>) {
  return useQuery(() => ({
    key: [...WEBHOOKS, toValue(id)],
    query: ({ signal }: { signal: AbortSignal }) => get('/v1/webhooks/{webhook_id}', { path: { webhook_id: toValue(id) }, signal }),
  }))
}

export function useDeliveries(id: MaybeRefOrGetter<string>) {
  return useQuery(() => ({
    key: [...WEBHOOKS, toValue(id), 'deliveries'],
    query: async ({ signal }: { signal: AbortSignal }) =>
      (await get('/v1/webhooks/{webhook_id}/deliveries', { path: { webhook_id: toValue(id) }, query: { limit: 50 }, signal })).items,
    staleTime: 0,
  }))
}

/** A user more. */
export function useMakeUser() {
  const queries = useQueryCache()
  return useWrite(async (body: Body<'post', '/v1/users'>, key) => {
    const made = await send('post', '/v1/users', { body, key })
    await queries.invalidateQueries({ key: USERS })
    return made
  })
}

/** Another role or password for a user, or no way in any more. */
export function useChangeUser() {
  const queries = useQueryCache()
  return useWrite(async ({ id, change }: { id: string; change: Body<'patch', '/v1/users/{user_id}'> }, key) => {
    const changed = await send('patch', '/v1/users/{user_id}', { path: { user_id: id }, body: change, key })
    await queries.invalidateQueries({ key: USERS })
    return changed
  })
}

/** A key more; its secret is in the answer, once. */
export function useMakeKey() {
  const queries = useQueryCache()
  return useWrite(async (body: Body<'post', '/v1/api-keys'>, key) => {
    const made = await send('post', '/v1/api-keys', { body, key })
    await queries.invalidateQueries({ key: KEYS })
    return made
  })
}

/** The key opens nothing any more. */
export function useRevokeKey() {
  const queries = useQueryCache()
  return useWrite(async (prefix: string, key) => {
    const revoked = await send('post', '/v1/api-keys/{prefix}:revoke', { path: { prefix }, key })
    await queries.invalidateQueries({ key: KEYS })
    return revoked
  })
}

/** A webhook more. */
export function useMakeWebhook() {
  const queries = useQueryCache()
  return useWrite(async (body: Body<'post', '/v1/webhooks'>, key) => {
    const made = await send('post', '/v1/webhooks', { body, key })
    await queries.invalidateQueries({ key: WEBHOOKS })
    return made
  })
}

/** A webhook paused, active again, or archived. */
export function useChangeWebhook() {
  const queries = useQueryCache()
  return useWrite(async ({ id, status }: { id: string; status: 'ACTIVE' | 'PAUSED' | 'ARCHIVED' }, key) => {
    const changed = await send('patch', '/v1/webhooks/{webhook_id}', { path: { webhook_id: id }, body: { status }, key })
    await queries.invalidateQueries({ key: WEBHOOKS })
    return changed
  })
}

/** An event that tries the webhook is on its way. */
export function useTryWebhook() {
  const queries = useQueryCache()
  return useWrite(async (id: string, key) => {
    const sent = await send('post', '/v1/webhooks/{webhook_id}:test', { path: { webhook_id: id }, key })
    await queries.invalidateQueries({ key: [...WEBHOOKS, id] })
    return sent
  })
}

/** A delivery is on its way again. */
export function useResend() {
  const queries = useQueryCache()
  return useWrite(async ({ id, deliveryId }: { id: string; deliveryId: string }, key) => {
    const sent = await send('post', '/v1/webhooks/{webhook_id}/deliveries/{delivery_id}:resend', {
      path: { webhook_id: id, delivery_id: deliveryId },
      key,
    })
    await queries.invalidateQueries({ key: [...WEBHOOKS, id] })
    return sent
  })
}

/** The channels and how they do; asked again while somebody looks. */
export function useChannels() {
  return useQuery({ key: CHANNELS, query: async ({ signal }) => (await get('/v1/channels', { signal })).items, staleTime: 5_000 })
}

/** So many messages a second leave over a channel at most; null: as many as it takes. */
export function useSetSpeed() {
  const queries = useQueryCache()
  return useWrite(async ({ channel, perSecond }: { channel: Channel['channel_code']; perSecond: number | null }, key) => {
    const set = await send('put', '/v1/channels/{channel_code}/speed', { path: { channel_code: channel }, body: { per_second: perSecond }, key })
    await queries.invalidateQueries({ key: CHANNELS })
    return set
  })
}

/** One message over a channel to an address, to see that it arrives. */
export function useTryChannel() {
  return useWrite((body: Body<'post', '/v1/message-tests'>, key) => send('post', '/v1/message-tests', { body, key }))
}

/** How often and when members may be written to, and who said so. */
export function usePolicy() {
  return useQuery({ key: POLICY, query: ({ signal }) => get('/v1/contact-policy', { signal }) })
}

/** Another contact policy, unless somebody set one since `version`. */
export function useSetPolicy() {
  const queries = useQueryCache()
  return useWrite(async ({ policy, version }: { policy: Record<string, unknown>; version: number }, key) => {
    const set = await send('put', '/v1/contact-policy', { body: { policy: policy as Body<'put', '/v1/contact-policy'>['policy'], expected_version: version }, key })
    await queries.invalidateQueries({ key: POLICY })
    return set
  })
}

/** The languages members read and templates speak. */
export function useLanguages() {
  return useQuery({ key: ['message-languages'], query: async ({ signal }) => (await get('/v1/message-languages', { signal })).items })
}

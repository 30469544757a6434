// What members are asked of the API, and under which keys the answers are kept.
import { useInfiniteQuery, useQuery } from '@pinia/colada'
import { refDebounced } from '@vueuse/core'
import { computed, ref } from 'vue'

import { type Answer, get } from '@/api/client'
import { type Refusal, toRefusal } from '@/api/problem'
import { useSession } from '@/api/session'
import type { Suggestion } from '@/ui/SearchCombobox.vue'

export type Member = Answer<'/v1/members/{member_id}'>
export type Accounts = Answer<'/v1/members/{member_id}/accounts'>
export type Account = Accounts['accounts'][number]
export type Profile = Answer<'/v1/members/{member_id}/profile'>
export type Offers = Answer<'/v1/members/{member_id}/offers'>
export type Memberships = Answer<'/v1/members/{member_id}/segments'>
export type Entry = Answer<'/v1/members/{member_id}/entries'>['items'][number]

const SUGGESTION_LIMIT = 8
const LIST_LIMIT = 50
const ENTRY_LIMIT = 12
const TYPING_PAUSE_MS = 180

const keys = {
  list: (prefix: string) => ['members', 'list', prefix] as const,
  suggestions: (prefix: string) => ['members', 'suggestions', prefix] as const,
  of: (memberId: string, what: string) => ['members', 'of', memberId, what] as const,
}

/** Suggestions for an external id as it is typed. */
export function useMemberSearch() {
  const session = useSession()
  const term = ref('')
  const prefix = refDebounced(computed(() => term.value.trim()), TYPING_PAUSE_MS)
  const query = useQuery({
    key: () => keys.suggestions(prefix.value),
    enabled: () => prefix.value !== '' && session.may('members.read'),
    query: ({ signal }) => get('/v1/members', { query: { external_id: prefix.value, limit: SUGGESTION_LIMIT }, signal }),
    placeholderData: (previous) => previous,
  })
  const suggestions = computed<Suggestion[]>(() =>
    prefix.value === '' ? [] : (query.data.value?.items ?? []).map((member) => ({ id: member.member_id, label: member.external_id })),
  )
  const refusal = computed<Refusal | null>(() => (query.error.value ? toRefusal(query.error.value) : null))
  const isLoading = computed(() => query.isLoading.value || prefix.value !== term.value.trim())
  return { term, suggestions, isLoading, refusal }
}

/** All members whose external id begins with `prefix`, page by page. */
export function useMembers(prefix: () => string) {
  return useInfiniteQuery({
    key: () => keys.list(prefix()),
    initialPageParam: null as string | null,
    query: ({ pageParam, signal }) =>
      get('/v1/members', {
        query: { limit: LIST_LIMIT, ...(prefix() !== '' && { external_id: prefix() }), ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.next_cursor,
  })
}

/** The member's own record. */
export function useMember(memberId: () => string) {
  return useQuery({
    key: () => keys.of(memberId(), 'member'),
    query: ({ signal }) => get('/v1/members/{member_id}', { path: { member_id: memberId() }, signal }),
  })
}

/** Balances by wallet with the soonest expiries. */
export function useAccounts(memberId: () => string) {
  const session = useSession()
  return useQuery({
    key: () => keys.of(memberId(), 'accounts'),
    enabled: () => session.may('ledger.read'),
    query: ({ signal }) => get('/v1/members/{member_id}/accounts', { path: { member_id: memberId() }, signal }),
  })
}

/** Tier, RFM, churn and last activity. */
export function useProfile(memberId: () => string) {
  const session = useSession()
  return useQuery({
    key: () => keys.of(memberId(), 'profile'),
    enabled: () => session.may('profiles.read'),
    query: ({ signal }) => get('/v1/members/{member_id}/profile', { path: { member_id: memberId() }, signal }),
  })
}

/** The next best offers. */
export function useOffers(memberId: () => string) {
  const session = useSession()
  return useQuery({
    key: () => keys.of(memberId(), 'offers'),
    enabled: () => session.may('offers.read'),
    query: ({ signal }) => get('/v1/members/{member_id}/offers', { path: { member_id: memberId() }, signal }),
  })
}

/** The segments the member is in. */
export function useMemberships(memberId: () => string) {
  const session = useSession()
  return useQuery({
    key: () => keys.of(memberId(), 'segments'),
    enabled: () => session.may('segments.read'),
    query: ({ signal }) => get('/v1/members/{member_id}/segments', { path: { member_id: memberId() }, signal }),
  })
}

/** The member's history, newest first, page by page. */
export function useEntries(memberId: () => string) {
  const session = useSession()
  return useInfiniteQuery({
    key: () => keys.of(memberId(), 'entries'),
    enabled: () => session.may('ledger.read'),
    initialPageParam: null as string | null,
    query: ({ pageParam, signal }) =>
      get('/v1/members/{member_id}/entries', {
        path: { member_id: memberId() },
        query: { limit: ENTRY_LIMIT, ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.next_cursor,
  })
}

// What members are asked of the API, and under which keys the answers are kept.
import { useInfiniteQuery, useQuery, useQueryCache } from '@pinia/colada'
import { refDebounced } from '@vueuse/core'
import { computed, ref } from 'vue'

import { type Answer, get, send } from '@/api/client'
import { type Refusal, toRefusal } from '@/api/problem'
import { useSession } from '@/api/session'
import type { Suggestion } from '@/ui/SearchCombobox.vue'

export type Member = Answer<'/v1/members/{member_id}'>
export type Accounts = Answer<'/v1/members/{member_id}/accounts'>
export type Account = Accounts['accounts'][number]
export type Profile = Answer<'/v1/members/{member_id}/profile'>
export type Offers = Answer<'/v1/members/{member_id}/offers'>
export type Memberships = Answer<'/v1/members/{member_id}/segments'>
export type Found = Answer<'/v1/member-search'>['items'][number]
export type Happening = Answer<'/v1/members/{member_id}/timeline'>['items'][number]
export type Kind = Happening['kind']
export type Scores = Answer<'/v1/members/{member_id}/scores'>
export type Standing = Answer<'/v1/members/{member_id}/tier'>
export type Lot = Answer<'/v1/members/{member_id}/lots/history'>['items'][number]
export type HeldVoucher = Answer<'/v1/members/{member_id}/vouchers'>['items'][number]

const SUGGESTION_LIMIT = 8
const LIST_LIMIT = 50
const TIMELINE_LIMIT = 25
const LOT_LIMIT = 5
const TYPING_PAUSE_MS = 180

const keys = {
  list: (prefix: string) => ['members', 'list', prefix] as const,
  suggestions: (prefix: string) => ['members', 'suggestions', prefix] as const,
  of: (memberId: string, what: string) => ['members', 'of', memberId, what] as const,
}

/** Suggestions for an external id, an e-mail address or a phone number as it is typed. */
export function useMemberSearch() {
  const session = useSession()
  const term = ref('')
  const prefix = refDebounced(computed(() => term.value.trim()), TYPING_PAUSE_MS)
  const query = useQuery({
    key: () => keys.suggestions(prefix.value),
    enabled: () => prefix.value !== '' && session.may('members.read'),
    query: ({ signal }) => get('/v1/member-search', { query: { text: prefix.value, limit: SUGGESTION_LIMIT }, signal }),
    placeholderData: (previous) => previous,
  })
  const suggestions = computed<Suggestion[]>(() =>
    prefix.value === '' ? [] : (query.data.value?.items ?? []).map(suggestionOf),
  )
  const refusal = computed<Refusal | null>(() => (query.error.value ? toRefusal(query.error.value) : null))
  const isLoading = computed(() => query.isLoading.value || prefix.value !== term.value.trim())
  return { term, suggestions, isLoading, refusal }
}

// What was typed is in one of them: the address or number stands beside the id where that is how the member was found.
function suggestionOf({ member, matched, email, phone }: Found): Suggestion {
  const hint = matched === 'phone' ? phone : email
  return { id: member.member_id, label: member.external_id, ...(hint !== null && { hint }) }
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

/** What the models say, why, and how old that is. */
export function useScores(memberId: () => string) {
  const session = useSession()
  return useQuery({
    key: () => keys.of(memberId(), 'scores'),
    enabled: () => session.may('profiles.read'),
    query: ({ signal }) => get('/v1/members/{member_id}/scores', { path: { member_id: memberId() }, signal }),
  })
}

/** Scores the member anew from what is known of them now; the page shows that from then on. */
export function useScoreAnew(memberId: () => string) {
  const cache = useQueryCache()
  return async (): Promise<Scores> => {
    const member_id = memberId()
    const scores = await get('/v1/members/{member_id}/scores', { path: { member_id }, query: { anew: true } })
    cache.setQueryData(keys.of(member_id, 'scores'), scores)
    return scores
  }
}

/** Where the member stands among the tiers, and what comes next without anything more. */
export function useStanding(memberId: () => string) {
  const session = useSession()
  return useQuery({
    key: () => keys.of(memberId(), 'standing'),
    enabled: () => session.may('profiles.read'),
    query: ({ signal }) => get('/v1/members/{member_id}/tier', { path: { member_id: memberId() }, signal }),
  })
}

/** Every lot the member was ever granted, latest first, page by page, with what was done to it. */
export function useLots(memberId: () => string) {
  return useInfiniteQuery({
    key: () => keys.of(memberId(), 'lots'),
    initialPageParam: null as string | null,
    query: ({ pageParam, signal }) =>
      get('/v1/members/{member_id}/lots/history', {
        path: { member_id: memberId() },
        query: { limit: LOT_LIMIT, ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.next_cursor,
  })
}

/** The vouchers that are the member's, with their codes. */
export function useMemberVouchers(memberId: () => string) {
  return useQuery({
    key: () => keys.of(memberId(), 'vouchers'),
    query: async ({ signal }) => (await get('/v1/members/{member_id}/vouchers', { path: { member_id: memberId() }, signal })).items,
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

/** What happened to the member, newest first, page by page; `kinds` empty: everything that the caller may read. */
export function useTimeline(memberId: () => string, kinds: () => readonly Kind[]) {
  return useInfiniteQuery({
    key: () => keys.of(memberId(), `timeline ${kinds().join(',')}`),
    initialPageParam: null as string | null,
    query: ({ pageParam, signal }) =>
      get('/v1/members/{member_id}/timeline', {
        path: { member_id: memberId() },
        query: { limit: TIMELINE_LIMIT, ...(kinds().length > 0 && { kinds: kinds().join(',') }), ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.next_cursor,
  })
}

/** What the member can redeem. */
export function useMemberRewards(memberId: () => string, isWanted: () => boolean) {
  return useQuery({
    key: () => keys.of(memberId(), 'rewards'),
    enabled: isWanted,
    query: async ({ signal }) => (await get('/v1/members/{member_id}/rewards', { path: { member_id: memberId() }, signal })).items,
  })
}

/** The pools that a voucher may be taken from. */
export function usePools(isWanted: () => boolean) {
  return useQuery({
    key: ['voucher-pools', 'choices'],
    enabled: isWanted,
    query: async ({ signal }) => (await get('/v1/voucher-pools', { query: { limit: 200 }, signal })).items,
  })
}

export type MemberAct =
  | { kind: 'adjust'; points: number; reason: string }
  | { kind: 'transfer'; points: number; to: string; reason: string }
  | { kind: 'redeem'; reward: string }
  | { kind: 'voucher'; pool: string }

/** Does something with a member's points or vouchers, or with `dryRun` only asks whether it would be accepted. */
export function useMemberActs(memberId: () => string) {
  const cache = useQueryCache()
  return async ({ act, isDryRun }: { act: MemberAct; isDryRun: boolean }, key: string): Promise<void> => {
    const member_id = memberId()
    const asked = { query: { dry_run: isDryRun }, key }
    // The key is unlike any other, and so names the act in the books as well.
    const reference = `console-${key}`
    if (act.kind === 'adjust') await send('post', '/v1/adjustments', { ...asked, body: { member_id, reference, points: act.points, reason: act.reason } })
    else if (act.kind === 'transfer') {
      await send('post', '/v1/transfers', { ...asked, body: { member_id, to_member_id: act.to, reference, points: act.points, ...(act.reason !== '' && { reason: act.reason }) } })
    } else if (act.kind === 'redeem') await send('post', '/v1/redemptions', { ...asked, body: { member_id, reward_code: act.reward } })
    else await send('post', '/v1/voucher-pools/{code}/assign', { ...asked, path: { code: act.pool }, body: { member_id } })
    if (!isDryRun) await cache.invalidateQueries({ key: ['members', 'of', member_id] })
  }
}

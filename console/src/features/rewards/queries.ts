// What rewards, voucher pools and redemptions are asked of the API, and under which keys the answers are kept.
import { useInfiniteQuery, useQuery, useQueryCache } from '@pinia/colada'

import { type Answer, type Body, get, type Outcome, send } from '@/api/client'
import { inProgram } from '@/api/program'
import { useSession } from '@/api/session'
import type { RewardDefinition } from '@/features/rewards/definition'

export type Reward = Answer<'/v1/rewards'>['items'][number]
export type DefinedReward = Answer<'/v1/rewards/{code}'>
export type Pool = Answer<'/v1/voucher-pools'>['items'][number]
export type NewPool = Body<'post', '/v1/voucher-pools'>
export type Imported = Outcome<'post', '/v1/voucher-pools/{code}/import'>
export type Redemption = Answer<'/v1/redemptions'>['items'][number]
export type RedemptionStatus = 'PENDING' | 'PROCESSING' | 'FULFILLED' | 'REJECTED' | 'REFUNDED'
export type Move = 'process' | 'fulfil' | 'reject' | 'refund'

const PAGE = 50
const keys = { rewards: ['rewards'] as const, pools: ['voucher-pools'] as const, redemptions: ['redemptions'] as const, jobs: ['voucher-jobs'] as const }

/** Every reward with its price and what is left, those that are withdrawn too. */
export function useRewards(program: () => string) {
  return useQuery({ key: () => [...keys.rewards, program(), 'all'], query: async ({ signal }) => (await get('/v1/rewards', { query: { with_withdrawn: true, ...inProgram(program()) }, signal })).items })
}

/** One reward with everything that defines it. */
export function useReward(program: () => string, code: () => string | null) {
  return useQuery({ key: () => [...keys.rewards, program(), 'one', code() ?? ''], enabled: () => code() !== null, query: ({ signal }) => get('/v1/rewards/{code}', { path: { code: code() ?? '' }, query: inProgram(program()), signal }) })
}

/** Who changed a reward when, newest first. */
export function useRewardRevisions(program: () => string, code: () => string | null) {
  return useQuery({
    key: () => [...keys.rewards, program(), 'one', code() ?? '', 'revisions'],
    enabled: () => code() !== null,
    query: async ({ signal }) => (await get('/v1/rewards/{code}/revisions', { path: { code: code() ?? '' }, query: inProgram(program()), signal })).items,
  })
}

/** Creates a reward, or changes the one that stands at `revision`. */
export function useSavingReward() {
  const refresh = useRefresh(keys.rewards)
  return async ({ program, code, definition, revision }: { program: string; code: string; definition: RewardDefinition; revision: number | null }, key: string): Promise<DefinedReward> => {
    const saved =
      revision === null
        ? await send('post', '/v1/rewards', { query: inProgram(program), body: { definition: { ...definition, code } }, key })
        : await send('put', '/v1/rewards/{code}', { path: { code }, query: inProgram(program), body: { definition, revision }, key })
    await refresh()
    return saved
  }
}

/** The voucher pools, at most 200. */
export function usePools(program: () => string) {
  const session = useSession()
  return useQuery({ key: () => [...keys.pools, program()], enabled: () => session.may('vouchers.read'), query: async ({ signal }) => (await get('/v1/voucher-pools', { query: { limit: 200, ...inProgram(program()) }, signal })).items })
}

/** Opens a pool. */
export function useOpeningPool() {
  const refresh = useRefresh(keys.pools)
  return async ({ program, body }: { program: string; body: NewPool }, key: string) => {
    const opened = await send('post', '/v1/voucher-pools', { query: inProgram(program), body, key })
    await refresh()
    return opened
  }
}

/** Makes so many vouchers more, all or none. */
export function useGenerating() {
  const refresh = useRefresh(keys.pools)
  return async ({ program, code, count }: { program: string; code: string; count: number; part: number }, key: string) => {
    const made = await send('post', '/v1/voucher-pools/{code}/generate', { path: { code }, query: inProgram(program), body: { count }, key })
    await refresh()
    return made
  }
}

/** Takes a partner's codes into the pool. */
export function useImporting() {
  const refresh = useRefresh(keys.pools)
  return async ({ program, code, codes }: { program: string; code: string; codes: string[] }, key: string): Promise<Imported> => {
    const taken = await send('post', '/v1/voucher-pools/{code}/import', { path: { code }, query: inProgram(program), body: { codes }, key })
    await refresh()
    return taken
  }
}

/** Withdraws every voucher of the pool that could still be used. */
export function useWithdrawingPool() {
  const refresh = useRefresh(keys.pools)
  return async ({ program, code }: { program: string; code: string }, key: string) => {
    const gone = await send('post', '/v1/voucher-pools/{code}/withdraw', { path: { code }, query: inProgram(program), body: {}, key })
    await refresh()
    return gone
  }
}

/** Where the browser itself fetches all codes of a pool: it goes on when the page is left, and is never held in memory. */
export function codesFile(program: string, code: string): string {
  const query = new URLSearchParams(inProgram(program)).toString()
  return `/v1/voucher-pools/${encodeURIComponent(code)}/codes.csv${query && `?${query}`}`
}

/** The newest bulk files of vouchers, with how far each is. */
export function useVoucherJobs() {
  const session = useSession()
  return useQuery({
    key: keys.jobs,
    enabled: () => session.may('jobs.read'),
    query: async ({ signal }) => (await get('/v1/jobs', { query: { limit: PAGE }, signal })).items.filter((job) => job.kind === 'VOUCHERS').slice(0, 5),
  })
}

/** The redemptions of one status, page by page: what waits oldest first, the rest newest first. */
export function useRedemptions(program: () => string, status: () => RedemptionStatus, reward: () => string) {
  return useInfiniteQuery({
    key: () => [...keys.redemptions, program(), status(), reward()],
    initialPageParam: null as string | null,
    query: ({ pageParam, signal }) =>
      get('/v1/redemptions', { query: { limit: PAGE, status: status(), ...inProgram(program()), ...(reward() !== '' && { reward_code: reward() }), ...(pageParam !== null && { cursor: pageParam }) }, signal }),
    getNextPageParam: (page) => page.next_cursor,
  })
}

/** How many redemptions wait, and how many were given back. */
export function useRedemptionCounts(program: () => string) {
  return useQuery({ key: () => [...keys.redemptions, program(), 'counts'], query: ({ signal }) => get('/v1/redemptions/counts', { query: inProgram(program()), signal }) })
}

/** Sends a redemption on. */
export function useMovingRedemption() {
  const cache = useQueryCache()
  return async ({ id, move, reason }: { id: string; move: Move; reason: string }, key: string) => {
    const moved = await send('post', `/v1/redemptions/{redemption_id}/${move}`, { path: { redemption_id: id }, body: { reason: reason || null }, key })
    await Promise.all([cache.invalidateQueries({ key: keys.redemptions }), cache.invalidateQueries({ key: keys.rewards })])
    return moved
  }
}

function useRefresh(key: readonly string[]) {
  const cache = useQueryCache()
  return () => Promise.all([cache.invalidateQueries({ key: [...key] }), cache.invalidateQueries({ key: ['references', 'pools'] })])
}

// What rewards, pools and promotions are asked of the API, and under which keys the answers are kept.
import { useQuery, useQueryCache } from '@pinia/colada'

import { type Answer, get, send } from '@/api/client'
import { useSession } from '@/api/session'

export type Reward = Answer<'/v1/rewards'>['items'][number]
export type Pool = Answer<'/v1/voucher-pools'>['items'][number]
export type Promotion = Answer<'/v1/promotions'>['items'][number]
export type PromotionStep = 'ACTIVE' | 'PAUSED'

/** Every reward with its price and what is left. */
export function useRewards() {
  return useQuery({ key: ['rewards'], query: async ({ signal }) => (await get('/v1/rewards', { signal })).items })
}

/** The voucher pools, at most 200. */
export function usePools() {
  const session = useSession()
  return useQuery({
    key: ['voucher-pools', 'all'],
    enabled: () => session.may('vouchers.read'),
    query: async ({ signal }) => (await get('/v1/voucher-pools', { query: { limit: 200 }, signal })).items,
  })
}

/** Every promotion with what it gave and what is left of its budget. */
export function usePromotions() {
  const session = useSession()
  return useQuery({
    key: ['promotions'],
    enabled: () => session.may('promotions.read'),
    query: async ({ signal }) => (await get('/v1/promotions', { signal })).items,
  })
}

/** Starts or pauses a promotion. */
export function useSteppingPromotion() {
  const cache = useQueryCache()
  return async ({ code, status }: { code: string; status: PromotionStep }, key: string): Promise<void> => {
    await send('post', '/v1/promotions/{code}/status', { path: { code }, body: { status }, key })
    await cache.invalidateQueries({ key: ['promotions'] })
  }
}

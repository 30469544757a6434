import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'

import PoolsPage from '@/features/rewards/pages/PoolsPage.vue'
import PromotionsPage from '@/features/promotions/pages/PromotionsPage.vue'
import RedemptionsPage from '@/features/rewards/pages/RedemptionsPage.vue'
import RewardsPage from '@/features/rewards/pages/RewardsPage.vue'
import { theProgram } from '@tests/support/answers'
import { FakeApi } from '@tests/support/fakeApi'
import { show } from '@tests/support/screen'

const ALL = ['programs.read', 'rewards.read', 'rewards.write', 'promotions.read', 'promotions.write', 'redemptions.read', 'vouchers.read', 'vouchers.write']

function anApi(): FakeApi {
  const revision = (code: string) => ({ program_code: code, revision: 1, valid_from: '2017-01-01T00:00:00Z', definition: {} })
  const item = (code: string, name: string) => ({ code, name: { en: name, ar: '' }, status: 'ACTIVE', current: revision(code), scheduled: [] })
  return new FakeApi()
    .gives('/v1/programs', { items: [item('club', 'Club'), item('journey', 'Journey Rewards')] })
    .decides('/v1/program', ({ query }) => ({ status: 200, body: theProgram({ code: String(query['program_code'] ?? 'journey') }) }))
    .gives('/v1/rewards', { items: [] })
    .gives('/v1/promotions', { items: [] })
    .gives('/v1/redemptions', { items: [], next_cursor: null })
    .gives('/v1/redemptions/counts', { pending_count: 0, processing_count: 0, rejected_count: 0, refunded_count: 0 })
    .gives('/v1/voucher-pools', { items: [], next_cursor: null })
}

function programsOf(api: FakeApi, path: string): unknown[] {
  return api.asked.filter((one) => one.path === path).map((one) => one.query['program_code'])
}

it.each([
  [RewardsPage, '/rewards', '/v1/rewards'],
  [PromotionsPage, '/promotions', '/v1/promotions'],
  [RedemptionsPage, '/redemptions', '/v1/redemptions'],
  [PoolsPage, '/voucher-pools', '/v1/voucher-pools'],
])('asks for the program of the address, and for another once it is chosen', async (component, at, path) => {
  const api = anApi()
  const { page, router } = await show(component, { at: `${at}?program=journey`, permissions: ALL })
  expect(new Set(programsOf(api, path))).toEqual(new Set(['journey']))
  await page.find('header select, select').setValue('club')
  await flushPromises()
  expect([programsOf(api, path).at(-1), router.currentRoute.value.query]).toEqual(['club', { program: 'club' }])
})

it('remembers the program for the next page, and says it in its address', async () => {
  const api = anApi()
  await show(RewardsPage, { at: '/rewards?program=club', permissions: ALL })
  const { router } = await show(PromotionsPage, { at: '/promotions', permissions: ALL })
  await flushPromises()
  expect([programsOf(api, '/v1/promotions').at(-1), router.currentRoute.value.query['program']]).toEqual(['club', 'club'])
})

it('takes the first program where the one of the address is not there any more', async () => {
  const api = anApi()
  const { page } = await show(RewardsPage, { at: '/rewards?program=gone', permissions: ALL })
  await flushPromises()
  expect(programsOf(api, '/v1/rewards').at(-1)).not.toBe('gone')
  expect(page.find('[data-state=refused]').exists()).toBe(false)
})

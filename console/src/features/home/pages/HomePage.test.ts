import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'

import HomePage from '@/features/home/pages/HomePage.vue'
import { theProgram } from '@tests/support/answers'
import { FakeApi } from '@tests/support/fakeApi'
import { ALL_PERMISSIONS, show } from '@tests/support/screen'

vi.mock('@/ui/chart/FlowChart.vue', () => ({ __esModule: true, default: { render: () => null } }))

const PERIOD = { first_on: '2017-09-01', last_on: '2017-10-15', issued_points: 150, spent_points: 30, expired_points: 0, liability_points: 140, purchase_count: 2, spend_minor: 15_000, member_count: 4, joined_count: 0, active_count: 1 }
const RESULTS = {
  campaign_code: 'vip-week',
  audience: { read_count: 20 }, funnel: { sent_count: 12 },
  effect: { treated: { conversion_share: 0.25 }, conversion: { verdict: 'BETTER', words: { en: 'Five in a hundred more buy.', ar: 'يشتري خمسة أكثر من كل مئة.' } } },
}

function anApi(): FakeApi {
  return new FakeApi()
    .gives('/v1/program', theProgram())
    .gives('/v1/figures', { program_code: 'journey', currency_code: 'USD', period: PERIOD, before: { ...PERIOD, issued_points: 100 }, days: [], counted_at: '2017-10-31T12:00:00Z' })
    .gives('/v1/attention', { items: [], next_cursor: null })
    .gives('/v1/segments', { items: [], next_cursor: null })
    .gives('/v1/campaigns', { items: ['vip-week', 'win-back'].map((code) => ({ code, status: 'ACTIVE', name: { en: code, ar: code } })), next_cursor: null })
    .gives('/v1/campaigns/vip-week/results', RESULTS)
}

const WANTED = { permissions: [...ALL_PERMISSIONS, 'campaigns.read', 'figures.read'] }

it('tells what running campaigns changed, and shows the others where one is refused', async () => {
  anApi().refuses('/v1/campaigns/win-back/results', 503, 'SERVICE_BUSY')
  const { page } = await show(HomePage, WANTED)
  await flushPromises()
  for (const said of ['Five in a hundred more buy.', '12 messages sent', '25.0% of those addressed bought', 'win-back', 'Nothing came of it yet.', '100 before']) expect(page.text()).toContain(said)
})

it('asks for the days of the address, and keeps days that cannot be from being asked for', async () => {
  const api = anApi()
  const { page, router } = await show(HomePage, { ...WANTED, at: '/?from=2017-09-01&to=2017-10-15' })
  await flushPromises()
  expect(api.asked.find(({ path }) => path === '/v1/figures')?.query).toEqual({ first_on: '2017-09-01', last_on: '2017-10-15' })
  const [from, to] = page.findAll('input[type=date]')
  await to!.setValue('2017-08-01')
  expect(page.text()).toContain('It ends before it begins.')
  await page.find('form').trigger('submit')
  expect(router.currentRoute.value.query).toEqual({ from: '2017-09-01', to: '2017-10-15' })
  await from!.setValue('2017-07-01')
  await page.find('form').trigger('submit')
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ from: '2017-07-01', to: '2017-08-01' })
})

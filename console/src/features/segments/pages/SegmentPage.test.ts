import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'

import SegmentPage from '@/features/segments/pages/SegmentPage.vue'
import { aSegment, theProgram } from '@tests/support/answers'
import { FakeApi } from '@tests/support/fakeApi'
import { show, states } from '@tests/support/screen'

const SEGMENT = '/v1/segments/vip'
const WANTED = { at: '/segments/vip', props: { segmentCode: 'vip' } }
const RULE = { and: [{ '>=': [{ var: 'spend_minor_84d' }, 20_000] }, { '==': [{ var: 'churn_band_code' }, 'HIGH'] }, { '%': [{ var: 'recency_days' }, 2] }] }

function anApi(): FakeApi {
  return new FakeApi()
    .gives('/v1/program', theProgram())
    .gives(SEGMENT, aSegment({ rule: RULE }))
    .gives(`${SEGMENT}/history`, { items: [] })
    .gives(`${SEGMENT}/versions`, { items: [] })
    .gives(`${SEGMENT}/members`, {
      items: [{ member_id: 'mbr_1', external_id: '1042', valid_from: '2017-10-03T03:59:59Z', valid_to: null }],
      next_cursor: null,
    })
}

it('says the rule in words, and shows what has none as it is written', async () => {
  anApi()
  const { page } = await show(SegmentPage, WANTED)
  const text = page.text().replace(/\s+/g, ' ')
  for (const said of ['All of these hold:', 'Spend, 84 days is at least $200.00', 'Churn risk is High', '{"%":[{"var":"recency_days"},2]}']) expect(text).toContain(said)
})

it('leads to those who are in it', async () => {
  anApi()
  const { page } = await show(SegmentPage, WANTED)
  expect(page.get('td a').attributes('href')).toBe('/members/1042')
  expect(page.text()).toContain('Oct 2, 2017')
})

it('draws a history that is empty beside what is ready', async () => {
  anApi()
  const { page } = await show(SegmentPage, WANTED)
  expect(states(page)).toEqual(['ready', 'empty', 'ready', 'ready'])
  expect(page.text()).toContain('No history in this range')
})

it('asks for the range that the address says', async () => {
  const api = anApi()
  await show(SegmentPage, { ...WANTED, at: '/segments/vip?days=84' })
  expect(api.asked.find((asked) => asked.path === `${SEGMENT}/history`)?.query).toEqual({ days: 84 })
})

it('says that there is no such segment, and shows nothing else', async () => {
  new FakeApi().refuses(SEGMENT, 404, 'SEGMENT_UNKNOWN', { segment_code: 'vip' })
  const { page } = await show(SegmentPage, WANTED)
  await flushPromises()
  expect(states(page)).toEqual(['refused'])
  expect(page.text()).toContain('There is no such segment.')
})

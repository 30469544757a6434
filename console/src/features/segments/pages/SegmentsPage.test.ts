import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'

import SegmentsPage from '@/features/segments/pages/SegmentsPage.vue'
import { i18n } from '@/locales'
import { aSegment, aSegmentDay, theProgram } from '@tests/support/answers'
import { FakeApi } from '@tests/support/fakeApi'
import { show, states } from '@tests/support/screen'

const PATH = '/v1/segments'

function anApi(): FakeApi {
  return new FakeApi().gives('/v1/program', theProgram())
}

it('draws each segment with size, change, flows and its line', async () => {
  const api = anApi()
    .gives(PATH, { items: [aSegment(), aSegment({ code: 'new', name: { en: 'New', ar: 'جدد' }, size: 300, change: -4 })], next_cursor: null })
    .gives('/v1/segments/vip/history', { items: [aSegmentDay(), aSegmentDay({ as_of_on: '2017-10-30', size: 9 })] })
  const { page } = await show(SegmentsPage)
  await flushPromises()
  expect(page.findAll('h2').map((heading) => heading.text())).toEqual(['New', 'VIP'])
  const vip = page.findAll('article')[1]!
  for (const said of ['120', '+20', '25 entered', '5 left']) expect(vip.text()).toContain(said)
  expect(vip.get('svg[role=img]').attributes('aria-label')).toBe('Size over the last four weeks: from 9 to 10')
  expect(page.text()).toContain('As of Oct 31, 2017')
  expect(api.asked.some((asked) => asked.path === '/v1/segments/new/history')).toBe(true)
})

it('says that there are none', async () => {
  anApi().gives(PATH, { items: [], next_cursor: null })
  const { page } = await show(SegmentsPage)
  expect(states(page)).toEqual(['empty'])
  expect(page.text()).toContain('No segments yet')
})

it('draws cards to come while it reads', async () => {
  anApi().hangs(PATH)
  const { page } = await show(SegmentsPage)
  expect(states(page)).toEqual(['loading'])
  expect(page.findAll('.cards > *')).toHaveLength(5)
})

it('says why it was refused, and reads again when asked', async () => {
  const api = anApi().refuses(PATH, 503, 'SERVICE_BUSY', {}, { 'retry-after': '1' })
  const { page } = await show(SegmentsPage)
  expect(states(page)).toEqual(['refused'])
  expect(page.text()).toContain('SERVICE_BUSY')
  api.gives(PATH, { items: [aSegment()], next_cursor: null })
  await page.get('[data-state=refused] button').trigger('click')
  await flushPromises()
  expect(states(page)).toEqual(['ready'])
})

it('speaks Arabic with Arabic figures', async () => {
  i18n.global.locale.value = 'ar'
  anApi().gives(PATH, { items: [aSegment()], next_cursor: null })
  const { page } = await show(SegmentsPage)
  for (const said of ['كبار العملاء', '١٢٠', 'دخل ٢٥']) expect(page.text()).toContain(said)
})

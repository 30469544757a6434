import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'

import WarehousePage from '@/features/warehouse/pages/WarehousePage.vue'
import { i18n } from '@/locales'
import { theProgram, theWarehouse } from '@tests/support/answers'
import { FakeApi } from '@tests/support/fakeApi'
import { show, states } from '@tests/support/screen'

const PATH = '/v1/warehouse'

function anApi(): FakeApi {
  return new FakeApi().gives('/v1/program', theProgram())
}

it('says that the warehouse answers, what is published and how fresh the features are', async () => {
  anApi().gives(PATH, theWarehouse())
  const { page } = await show(WarehousePage)
  await flushPromises()
  for (const said of ['DuckDB', 'Answering', 'marts.customer_profile', '2,469', 'As of Oct 31, 2017', 'Fresh']) expect(page.text()).toContain(said)
})

it('shows a breaker that opens while one looks', async () => {
  vi.useFakeTimers()
  const api = anApi().gives(PATH, theWarehouse())
  const { page } = await show(WarehousePage)
  await vi.advanceTimersByTimeAsync(1)
  api.gives(PATH, theWarehouse({ breaker: 'OPEN' }))
  await vi.advanceTimersByTimeAsync(10_001)
  expect(page.text()).toContain('Left alone')
  expect(page.text()).toContain('everything published is answered as before')
  vi.useRealTimers()
})

it('says why no build can be shown', async () => {
  anApi().gives(PATH, theWarehouse({ build: null, build_reason: 'PUBLISHED_DAMAGED' }))
  const { page } = await show(WarehousePage)
  await flushPromises()
  expect(page.text()).toContain('The published build cannot be read')
  expect(page.find('table').exists()).toBe(false)
})

it('says why it was refused', async () => {
  anApi().refuses(PATH, 503, 'DATABASE_UNAVAILABLE', {}, { 'retry-after': '1' })
  const { page } = await show(WarehousePage)
  expect(states(page)).toEqual(['refused'])
})

it('speaks Arabic', async () => {
  i18n.global.locale.value = 'ar'
  anApi().gives(PATH, theWarehouse())
  const { page } = await show(WarehousePage)
  await flushPromises()
  for (const said of ['مستودع البيانات', 'يجيب', '٢٬٤٦٩']) expect(page.text()).toContain(said)
})

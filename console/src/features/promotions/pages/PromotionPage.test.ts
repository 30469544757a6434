import { type DOMWrapper, flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'

import PromotionPage from '@/features/promotions/pages/PromotionPage.vue'
import type { Promotion } from '@/features/promotions/queries'
import { theProgram } from '@tests/support/answers'
import { FakeApi } from '@tests/support/fakeApi'
import { show } from '@tests/support/screen'

const PATH = '/v1/promotions/cheese-week'
const ALL = ['programs.read', 'promotions.read', 'promotions.write']

function aPromotion(parts: Partial<Promotion> = {}): Promotion {
  const definition = { name: { en: 'Cheese week' }, description: { en: 'More for cheese.' }, points: { points: 50 }, limits: { budget_points: 1000 } }
  return { code: 'cheese-week', name: { en: 'Cheese week', ar: '' }, description: { en: 'More for cheese.', ar: '' }, status: 'ACTIVE', revision: 2, used_count: 3, used_points: 150, used_minor: 0, left_count: null, left_points: 850, left_minor: null, definition, ...parts }
}

function anApi(promotion = aPromotion()): FakeApi {
  return new FakeApi()
    .gives('/v1/program', theProgram())
    .gives(PATH, { promotion, member_count: 2, returned_count: 0, first_used_at: null, last_used_at: null, days: [{ used_on: '2017-10-30', use_count: 3, points: 150, discount_minor: 0 }] })
    .gives(`${PATH}/revisions`, { items: [{ revision: 2, status: 'ACTIVE', actor: 'ann', reason: null, recorded_at: '2017-10-31T10:00:00Z', definition: promotion.definition }, { revision: 1, status: 'ACTIVE', actor: 'ann', reason: null, recorded_at: '2017-10-30T10:00:00Z', definition: { ...promotion.definition, points: { points: 40 } } }] })
}

function field(page: { findAll: (selector: string) => DOMWrapper<Element>[] }, label: string): DOMWrapper<Element> {
  return page.findAll('.form-field').find((one) => one.find('label').text() === label)!.find('input, textarea')
}

beforeEach(() => localStorage.clear())

it('shows what is used of the budget, and what each revision changed', async () => {
  anApi()
  const { page } = await show(PromotionPage, { props: { promotionCode: 'cheese-week' }, permissions: ALL })
  expect(page.find('[role=meter]').attributes('aria-valuenow')).toBe('15')
  expect(page.text()).toContain('150 points of 1,000 points')
  expect(page.text()).toMatch(/Points: 40 → 50/)
})

it('saves what was typed as the revision that it grew from, and keeps it when it is refused', async () => {
  const api = anApi()
  const { page } = await show(PromotionPage, { props: { promotionCode: 'cheese-week' }, permissions: ALL })
  await field(page, 'Points').setValue('60')
  api.refuses(PATH, 409, 'PROMOTION_REVISION_CONFLICT', { revision: 3 })
  await page.findAll('button').find((button) => button.text() === 'Save the revision')!.trigger('click')
  await flushPromises()
  expect(api.asked.find((one) => one.method === 'PUT')).toMatchObject({ body: { revision: 2, definition: { points: { points: 60 } } } })
  expect(page.text()).toContain('PROMOTION_REVISION_CONFLICT')
  expect((field(page, 'Points').element as HTMLInputElement).value).toBe('60')
})

it('takes up after a reload what was not saved', async () => {
  anApi()
  const before = await show(PromotionPage, { props: { promotionCode: 'cheese-week' }, permissions: ALL })
  await field(before.page, 'Points').setValue('75')
  before.page.unmount()
  const after = await show(PromotionPage, { props: { promotionCode: 'cheese-week' }, permissions: ALL })
  expect((field(after.page, 'Points').element as HTMLInputElement).value).toBe('75')
})

it('lets nobody change one that has ended, nor whoever may only look', async () => {
  anApi(aPromotion({ status: 'ARCHIVED' }))
  const ended = await show(PromotionPage, { props: { promotionCode: 'cheese-week' }, permissions: ALL })
  expect([field(ended.page, 'Points').attributes('disabled'), ended.page.text().includes('Save the revision')]).toEqual(['', false])
  anApi()
  const looked = await show(PromotionPage, { props: { promotionCode: 'cheese-week' }, permissions: ['programs.read', 'promotions.read'] })
  expect(looked.page.findAll('button').map((button) => button.text()).filter((text) => ['Pause', 'End', 'Save the revision'].includes(text))).toEqual([])
})

import { DOMWrapper, flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'

import RedemptionsPage from '@/features/rewards/pages/RedemptionsPage.vue'
import type { Redemption } from '@/features/rewards/queries'
import { FakeApi } from '@tests/support/fakeApi'
import { show, states } from '@tests/support/screen'

const LIST = '/v1/redemptions'
const ALL = ['rewards.read', 'redemptions.read', 'redemptions.fulfil', 'redemptions.refund']

function aRedemption(parts: Partial<Redemption> = {}): Redemption {
  return {
    redemption_id: 'rdm_1',
    status: 'PROCESSING',
    member_id: 'mbr_1',
    member_external_id: '1042',
    account_id: 'acc_1',
    reward_code: 'coffee',
    reference: 'r1',
    points: 400,
    list_points: 400,
    price_reason: 'LIST',
    wallet_code: 'points',
    reward_revision: 1,
    posting_id: 'pst_1',
    return_posting_id: null,
    voucher_id: null,
    requested_at: '2017-10-31T12:00:00Z',
    changed_at: '2017-10-31T12:00:00Z',
    moved_by: 'desk',
    reason: null,
    ...parts,
  }
}

function anApi(items: readonly Redemption[] = [aRedemption()]): FakeApi {
  return new FakeApi()
    .decides(LIST, ({ query }) => ({ status: 200, body: { items: items.filter((one) => one.status === query['status']), next_cursor: null } }))
    .decides(`${LIST}/counts`, () => ({ status: 200, body: { pending_count: 0, processing_count: items.length, rejected_count: 0, refunded_count: 0 } }))
    .decides('/v1/rewards', () => ({ status: 200, body: { items: [] } }))
}

function buttons(): DOMWrapper<Element>[] {
  return new DOMWrapper(document.body).findAll('button')
}

it('offers to each redemption only the moves that may follow', async () => {
  anApi([aRedemption(), aRedemption({ redemption_id: 'rdm_2', status: 'PENDING' })])
  const inHand = await show(RedemptionsPage, { at: '/redemptions?status=PROCESSING', permissions: ALL })
  expect(inHand.page.findAll('tbody button').map((button) => button.text())).toEqual(['Fulfil', 'Reject'])
  const waiting = await show(RedemptionsPage, { at: '/redemptions', permissions: ALL })
  expect(waiting.page.findAll('tbody button').map((button) => button.text())).toEqual(['Take in hand'])
})

it('offers no move to whoever may only look', async () => {
  anApi()
  const { page } = await show(RedemptionsPage, { at: '/redemptions?status=PROCESSING', permissions: ['rewards.read', 'redemptions.read'] })
  expect([page.findAll('tbody tr').length, page.findAll('tbody button').length]).toEqual([1, 0])
})

it('says what a rejection gives back, and keeps the reason when it is refused', async () => {
  const api = anApi().refuses(`${LIST}/rdm_1/reject`, 409, 'REDEMPTION_STATUS_CONFLICT', { status: 'FULFILLED' })
  const { page } = await show(RedemptionsPage, { at: '/redemptions?status=PROCESSING', permissions: ALL })
  await page.findAll('tbody button')[1]!.trigger('click')
  await flushPromises()
  const dialog = new DOMWrapper(document.body).get('[role=dialog]')
  expect(dialog.text()).toContain('400 points go back')
  await dialog.get('input').setValue('broken')
  await buttons().findLast((button) => button.text() === 'Reject')!.trigger('click')
  await flushPromises()
  expect(dialog.text()).toContain('REDEMPTION_STATUS_CONFLICT')
  expect((dialog.get('input').element as HTMLInputElement).value).toBe('broken')
  expect(api.asked.find((one) => one.path.endsWith('/reject'))).toMatchObject({ body: { reason: 'broken' } })
})

it('draws nothing that waits, and why it was refused', async () => {
  anApi([])
  expect(states((await show(RedemptionsPage, { at: '/redemptions', permissions: ALL })).page)).toEqual(['empty'])
  new FakeApi().refuses(LIST, 403, 'PERMISSION_MISSING', { needed: ['redemptions.read'] }).refuses('/v1/rewards', 403, 'PERMISSION_MISSING').refuses(`${LIST}/counts`, 403, 'PERMISSION_MISSING')
  expect(states((await show(RedemptionsPage, { at: '/redemptions?status=REJECTED', permissions: ALL })).page)).toEqual(['refused'])
})

import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'

import MemberPage from '@/features/members/pages/MemberPage.vue'
import { aHappening, aLot, aMember, anAccount, aProfile, aStanding, theOffers, theProgram, theScores } from '@tests/support/answers'
import { FakeApi } from '@tests/support/fakeApi'
import { ALL_PERMISSIONS, show, states } from '@tests/support/screen'

const MEMBER = '/v1/members/1042'
const WANTED = { at: '/members/1042', props: { memberId: '1042' } }

function anApi(): FakeApi {
  return new FakeApi()
    .gives('/v1/program', theProgram())
    .gives(MEMBER, aMember())
    .gives(`${MEMBER}/accounts`, {
      member_id: 'mbr_1',
      as_of: '2017-11-01T03:59:59Z',
      accounts: [anAccount({ soonest_expiries: [{ expires_at: '2017-12-01T05:00:00Z', points: 128 }] })],
    })
    .gives(`${MEMBER}/profile`, aProfile())
    .gives(`${MEMBER}/offers`, theOffers())
    .gives(`${MEMBER}/scores`, theScores())
    .gives(`${MEMBER}/tier`, aStanding())
    .gives(`${MEMBER}/lots/history`, { items: [aLot()], next_cursor: null })
    .gives(`${MEMBER}/vouchers`, { items: [{ voucher_id: 'vch_1', code: 'KHW-1', pool_code: 'five-off', status: 'ASSIGNED', used_count: 0, usage_limit: 1, expires_at: '2017-12-01T05:00:00Z', assigned_at: null, member_id: 'mbr_1', value_minor: 500 }] })
    .gives(`${MEMBER}/segments`, { member_id: 'mbr_1', as_of: '2017-11-01T03:59:59Z', items: [{ segment_code: 'vip', name: { en: 'VIP', ar: 'كبار العملاء' }, version: 1, valid_from: '2017-09-12T03:59:59Z', valid_to: null }] })
    .gives(`${MEMBER}/timeline`, { items: [aHappening()], next_cursor: null, left_out: [] })
}

it('shows all that is known of a member', async () => {
  anApi()
  const { page } = await show(MemberPage, WANTED)
  const text = page.text().replace(/\s+/g, ' ')
  for (const said of [
    'Member 1042',
    'Silver',
    '800points to spend',
    'Nov 30, 2017',
    'in 30 days',
    '128',
    'Yogurt',
    '40.0%',
    'From the cache',
    'offers-3',
    'scored today',
    '18.3%',
    'Medium',
    'churn-7',
    'Loyal',
    '$750.00 more to Gold',
    'VIP',
    'since Sep 11, 2017',
    'Points earned',
    '+23',
    '$23.37',
    'Oct 27, 2017',
  ])
    expect(text).toContain(said)
})

it('reads on through the history', async () => {
  anApi().decides(`${MEMBER}/timeline`, ({ query }) => ({
    status: 200,
    body: query['cursor'] === 'next' ? { items: [aHappening({ id: 'pst_2', reference: 'second' })], next_cursor: null, left_out: [] } : { items: [aHappening()], next_cursor: 'next', left_out: [] },
  }))
  const { page } = await show(MemberPage, WANTED)
  expect(page.text()).not.toContain('second')
  const more = page.findAll('button').find((button) => button.text() === 'Show more')!
  await more.trigger('click')
  await flushPromises()
  expect(page.text()).toContain('second')
  expect(page.findAll('button').map((button) => button.text())).not.toContain('Show more')
})

it('says that there is no such member, and shows nothing else', async () => {
  new FakeApi().refuses(MEMBER, 404, 'MEMBER_UNKNOWN', { member_id: '1042' })
  const { page } = await show(MemberPage, WANTED)
  expect(states(page)).toEqual(['refused'])
  expect(page.text()).toContain('There is no such member.')
})

it('draws one part refused beside others that are ready', async () => {
  anApi().refuses(`${MEMBER}/offers`, 503, 'SERVICE_BUSY')
  const { page } = await show(MemberPage, WANTED)
  expect(states(page)).toContain('refused')
  expect(page.text()).toContain('points to spend')
})

it('draws what is empty as empty', async () => {
  anApi()
    .gives(`${MEMBER}/offers`, theOffers({ offers: [] }))
    .gives(`${MEMBER}/timeline`, { items: [], next_cursor: null, left_out: [] })
    .gives(`${MEMBER}/segments`, { member_id: 'mbr_1', as_of: '2017-11-01T03:59:59Z', items: [] })
    .gives(`${MEMBER}/profile`, aProfile({ as_of_on: null }))
  const { page } = await show(MemberPage, WANTED)
  expect(states(page).filter((state) => state === 'empty')).toHaveLength(4)
})

it('neither shows nor asks for what the key may not read', async () => {
  const api = anApi()
  const { page } = await show(MemberPage, { ...WANTED, permissions: ALL_PERMISSIONS.filter((name) => !['ledger.read', 'offers.read'].includes(name)) })
  expect(page.text()).not.toContain('Balance')
  expect(page.text()).not.toContain('Next best offers')
  expect(api.asked.map((asked) => asked.path)).not.toContain(`${MEMBER}/accounts`)
  expect(api.asked.map((asked) => asked.path)).not.toContain(`${MEMBER}/offers`)
})

it('says why the score is what it is, what is expected, and what the tier needs', async () => {
  anApi()
  const { page } = await show(MemberPage, WANTED)
  const text = page.text().replace(/\s+/g, ' ')
  for (const said of ['Has not bought for long', 'As published by the last night.', '$456.00', '91.0%', '$750.00 more to Gold', 'Kept until Jun 1, 2018']) expect(text).toContain(said)
})

it('warns of the tier that is about to be lost', async () => {
  anApi().gives(`${MEMBER}/tier`, aStanding({ will_be_downgraded: true, projected_tier_code: 'BRONZE', falls_at: '2017-12-01T05:00:00Z' }))
  const { page } = await show(MemberPage, WANTED)
  expect(page.text()).toContain('from Dec 1, 2017')
})

it('scores anew when asked, and shows that instead', async () => {
  const api = anApi().decides(`${MEMBER}/scores`, ({ query }) => ({
    status: 200,
    body: query['anew'] === true ? theScores({ source: 'computed', churn: { ...theScores().churn, probability: 0.5 } }) : theScores(),
  }))
  const { page } = await show(MemberPage, WANTED)
  await page.findAll('button').find((button) => button.text() === 'Score anew')!.trigger('click')
  await flushPromises()
  expect(page.text()).toContain('50.0%')
  expect(page.text()).toContain('Worked out just now.')
  expect(api.asked.filter(({ path }) => path === `${MEMBER}/scores`)).toHaveLength(2)
})

it('shows each lot with its uses, and codes of vouchers to who may read them only', async () => {
  const use = { posting_id: 'pst_1', type: 'SPENT_ON_REWARD', reference_kind: 'REDEMPTION', reference: 'coffee-1', points: 40, held_points: 0, effective_at: '2017-10-01T00:00:00Z', recorded_at: '2017-10-01T00:00:00Z' }
  const api = anApi().gives(`${MEMBER}/lots/history`, { items: [aLot({ uses: [use] })], next_cursor: null })
  const first = await show(MemberPage, WANTED)
  expect(first.page.text()).toContain('coffee-1')
  expect(first.page.text()).toContain('Oct 31, 2018')
  expect(api.asked.map(({ path }) => path)).not.toContain(`${MEMBER}/vouchers`)
  first.page.unmount()
  const { page } = await show(MemberPage, { ...WANTED, permissions: [...ALL_PERMISSIONS, 'vouchers.codes'] })
  expect(page.text()).toContain('KHW-1')
})

it('keeps more points from being taken than there are', async () => {
  anApi()
  const { page } = await show(MemberPage, { ...WANTED, permissions: [...ALL_PERMISSIONS, 'ledger.transfer'] })
  await page.findAll('button').find((button) => button.text() === 'Transfer points')!.trigger('click')
  await flushPromises()
  const dialog = document.querySelector('.el-dialog')!
  const field = dialog.querySelector<HTMLInputElement>('input[type=number]')!
  field.value = '801'
  field.dispatchEvent(new Event('input'))
  await flushPromises()
  expect(dialog.textContent).toContain('More than there is to spend.')
  page.unmount()
})

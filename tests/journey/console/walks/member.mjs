// Finding a member as one types, and reading everything on the page against the API.
import assert from 'node:assert/strict'

export default async function ({ open, ask, visit, settled }) {
  const page = await open()
  await visit(page, '/segments')

  const search = page.getByRole('combobox', { name: 'Find a member by external id' })
  await page.keyboard.press('/')
  await search.pressSequentially('104', { delay: 40 })
  const { items: found } = await ask('/v1/members?external_id=104&limit=8')
  await page.getByRole('option', { name: found[0].external_id, exact: true }).waitFor()
  assert.deepEqual(await page.getByRole('option').allInnerTexts(), found.map((member) => member.external_id))
  await search.press('ArrowDown')
  await search.press('ArrowDown')
  await search.press('Enter')
  await page.waitForURL('**/members/1042')
  await settled(page)
  assert.equal(await page.getByRole('link', { name: 'Members', exact: true }).first().getAttribute('aria-current'), 'page', 'the navigation says where one is')

  const [{ accounts }, { offers, model_version: model }, { items: memberships }, entries] = await Promise.all(
    ['accounts', 'offers', 'segments', 'entries?limit=12'].map((part) => ask(`/v1/members/1042/${part}`)),
  )
  const text = (await page.locator('main').innerText()).replaceAll('\u00a0', ' ')
  const says = (words) => assert.ok(text.includes(words), `the page says ${words}:\n${text}`)
  says(accounts[0].available_points.toLocaleString('en-US'))
  says(accounts[0].lifetime_points.toLocaleString('en-US'))
  for (const expiry of accounts[0].soonest_expiries) says(expiry.points.toLocaleString('en-US'))
  for (const offer of offers) says(offer.title)
  says(model)
  says('From the cache')
  for (const membership of memberships) says(membership.name.en)
  for (const words of ['Silver', '$750.00 more to Gold', '18.3%', 'Medium', 'churn-1', 'Champions', 'Oct 27, 2017', 'Paid at the till']) says(words)

  const rows = page.getByRole('table', { name: 'Points history' }).locator('tbody tr')
  assert.equal(await rows.count(), entries.items.length)
  await page.getByRole('button', { name: 'Show more' }).click()
  await page.waitForFunction((count) => document.querySelectorAll('table tbody tr').length > count, entries.items.length)

  await page.reload()
  await settled(page)
  await page.getByRole('heading', { name: 'Member 1042' }).waitFor()

  await visit(page, '/members/77')
  for (const words of ['Not scored yet', 'In no segment', 'No points have moved yet']) await page.getByText(words).first().waitFor()
  await page.getByText('Tier default').waitFor()

  await visit(page, '/members/nobody')
  await page.getByText('There is no such member.').waitFor()
  await page.getByText('MEMBER_UNKNOWN').waitFor()

  await visit(page, '/members')
  await page.getByPlaceholder('External id begins with').fill('77')
  await page.waitForURL('**/members?external_id=77')
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1)
  await page.getByPlaceholder('External id begins with').fill('nobody')
  await page.getByText("No member's id begins with “nobody”").waitFor()
}

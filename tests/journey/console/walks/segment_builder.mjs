// A segment built without a mouse: clauses found by typing, put into a group and taken back, whom it describes, saved as a draft, and gone again.
import assert from 'node:assert/strict'

export default async function ({ open, ask, settled, visit }) {
  const page = await open()
  const code = `walk-${Date.now().toString(36)}`
  await visit(page, '/segments/new')

  await page.getByLabel('Name (English)').focus()
  await page.keyboard.type(code.replace('-', ' '))
  assert.equal(await page.getByLabel('Code', { exact: true }).inputValue(), code)

  await add('days since last')
  await value().focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('28')
  await choose('Comparison', 'is at most')
  await add('private label share', 'own brand')
  const alone = await described()
  const { described_count: expected } = await preview({ and: [{ '<=': [{ var: 'recency_days' }, 28] }, { '>=': [{ var: 'private_label_share_84d' }, 0] }] })
  assert.equal(alone, expected)

  // The second clause into a group of its own, and out again with Ctrl+Z: the focus goes with it.
  await page.getByRole('button', { name: /^Move: .*own brand/ }).focus()
  await page.keyboard.press('Alt+ArrowRight')
  assert.equal(await page.getByRole('group', { name: 'Group' }).count(), 2)
  assert.match(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''), /^Move: .*own brand/)
  await page.keyboard.press('Control+z')
  assert.equal(await page.getByRole('group', { name: 'Group' }).count(), 1)
  await page.getByRole('button', { name: /^Move: .*own brand/ }).focus()
  await page.keyboard.press('Delete')

  // What was built survives a reload.
  await page.reload()
  await settled(page)
  await page.getByText('Your unsaved draft of this segment is back.').waitFor()
  assert.equal(await page.getByLabel('Code', { exact: true }).inputValue(), code)

  await page.getByRole('button', { name: 'Save the draft' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/segments/${code}*`)
  await settled(page)
  const saved = await ask(`/v1/segments/${code}`)
  assert.deepEqual(saved.rule, { '<=': [{ var: 'recency_days' }, 28] })
  assert.equal(saved.status, 'DRAFT')

  await page.getByRole('button', { name: 'Archive' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Archived', { exact: true }).waitFor()

  function value() {
    return page.getByLabel(/^Value/).last()
  }

  async function add(typed, instead) {
    await page.getByRole('button', { name: 'Add a clause' }).first().focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type(instead ?? typed)
    await page.keyboard.press('Enter')
    await value().waitFor()
  }

  async function choose(label, option) {
    await page.getByLabel(label).last().selectOption({ label: option })
  }

  async function described() {
    await page.waitForFunction(() => document.querySelector('.found:not(.counting)') !== null)
    await page.waitForTimeout(700)
    await page.waitForFunction(() => document.querySelector('.found:not(.counting)') !== null)
    return Number((await page.locator('.size .figure').innerText()).replaceAll(',', ''))
  }

  async function preview(rule) {
    return await page.evaluate(async (asked) => {
      const me = await (await fetch('/v1/me')).json()
      const answer = await fetch('/v1/examine/segment', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf_token }, body: JSON.stringify({ rule: asked, sample: 0 }) })
      return await answer.json()
    }, rule)
  }
}

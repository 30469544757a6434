// A segment built without a mouse, in either language: clauses found by typing, put into a group and taken back, whom it describes, saved, and gone again.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'

const OPTIONS_MAX = 20

export default async function ({ open, ask, settled, visit, locale = 'en' }) {
  const told = JSON.parse(await readFile(`src/locales/${locale}.json`, 'utf8'))
  const page = await open({ locale })
  const code = `walk-${Date.now().toString(36)}`
  const move = new RegExp(`^${say('builder.move', { what: '' })}.*${say('feature.private_label_share_84d')}`)
  await visit(page, '/segments/new')

  await page.getByLabel(say('builder.name_en')).focus()
  await page.keyboard.type(code.replace('-', ' '))
  assert.equal(await page.getByLabel(say('builder.code'), { exact: true }).inputValue(), code)

  await add(say('feature.recency_days'))
  await value().focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('28')
  await choose(say('builder.comparison'), say('builder.choice.at_most'))
  await add(say('feature.private_label_share_84d'))
  const alone = await described()
  const { described_count: expected } = await preview({ and: [{ '<=': [{ var: 'recency_days' }, 28] }, { '>=': [{ var: 'private_label_share_84d' }, 0] }] })
  assert.equal(alone, expected)

  // The second clause into a group of its own, and out again with Ctrl+Z: the focus goes with it.
  await page.getByRole('button', { name: move }).focus()
  await page.keyboard.press(locale === 'ar' ? 'Alt+ArrowLeft' : 'Alt+ArrowRight')
  assert.equal(await page.getByRole('group', { name: say('builder.group'), exact: true }).count(), 2)
  assert.match(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''), move)
  await page.keyboard.press('Control+z')
  assert.equal(await page.getByRole('group', { name: say('builder.group'), exact: true }).count(), 1)
  await page.getByRole('button', { name: move }).focus()
  await page.keyboard.press('Delete')

  // What was built survives a reload.
  await page.reload()
  await settled(page)
  await page.getByText(say('builder.kept')).waitFor()
  assert.equal(await page.getByLabel(say('builder.code'), { exact: true }).inputValue(), code)

  await page.getByRole('button', { name: say('builder.save') }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/segments/${code}*`)
  await settled(page)
  const saved = await ask(`/v1/segments/${code}`)
  assert.deepEqual(saved.rule, { '<=': [{ var: 'recency_days' }, 28] })
  assert.equal(saved.status, 'DRAFT')

  await page.getByRole('button', { name: say('builder.archive'), exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: say('builder.archive'), exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByText(say('builder.status.ARCHIVED'), { exact: true }).waitFor()

  function value() {
    return page.getByLabel(new RegExp(`^${say('builder.value')}`)).last()
  }

  async function add(typed) {
    await page.getByRole('button', { name: say('builder.add') }).first().focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type(typed)
    await page.keyboard.press('Enter')
    await value().waitFor()
  }

  // Arrow by arrow, as somebody without a mouse goes through a list.
  async function choose(label, option) {
    const list = page.getByLabel(label).last()
    await list.focus()
    await page.keyboard.press('Home')
    for (let count = 0; count < OPTIONS_MAX; count += 1) {
      if ((await list.evaluate((select) => select.selectedOptions[0]?.label)) === option) return
      await page.keyboard.press('ArrowDown')
    }
    assert.fail(`“${option}” is not among the choices of “${label}”`)
  }

  /** What the console calls it in the language of the walk. */
  function say(key, named = {}) {
    const text = key.split('.').reduce((inner, part) => inner?.[part], told)
    assert.equal(typeof text, 'string', key)
    return text.replace(/\{(\w+)\}/g, (_, name) => named[name] ?? '').trim()
  }

  async function described() {
    await page.waitForFunction(() => document.querySelector('.found:not(.counting)') !== null)
    await page.waitForTimeout(700)
    await page.waitForFunction(() => document.querySelector('.found:not(.counting)') !== null)
    const written = await page.locator('.size .figure').innerText()
    // Arabic-Indic digits and their separator are figures too.
    return Number(written.replace(/[٠-٩]/g, (digit) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit))).replace(/[^0-9]/g, ''))
  }

  async function preview(rule) {
    return await page.evaluate(async (asked) => {
      const me = await (await fetch('/v1/me')).json()
      const answer = await fetch('/v1/examine/segment', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf_token }, body: JSON.stringify({ rule: asked, sample: 0 }) })
      return await answer.json()
    }, rule)
  }
}

// Turning to Arabic and to the dark, and finding both again after a reload.
import assert from 'node:assert/strict'

export default async function ({ open, visit, settled }) {
  const page = await open()
  await visit(page, '/segments')
  const edge = async () => (await page.getByRole('navigation').boundingBox()).x
  assert.ok((await edge()) < 300, 'the navigation starts on the left')

  await page.getByRole('button', { name: /العربية/ }).click()
  await page.getByRole('heading', { name: 'الشرائح', level: 1 }).waitFor()
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ['ar', 'rtl'])
  assert.ok((await edge()) > 1000, 'the navigation moves to the right')
  assert.match(await page.locator('article').first().innerText(), /[٠-٩]/)
  assert.doesNotMatch(await page.locator('article').first().innerText(), /[0-9]/)

  await page.getByRole('button', { name: /المظهر/ }).click()
  await page.waitForFunction(() => document.documentElement.classList.contains('dark'))

  await page.reload()
  await settled(page)
  assert.deepEqual(await page.evaluate(() => [document.documentElement.dir, document.documentElement.classList.contains('dark')]), ['rtl', true])
  await visit(page, '/members/1042')
  for (const words of ['الرصيد', 'أفضل العروض التالية', 'فضي', '٣١ أكتوبر ٢٠١٧']) await page.getByText(words).first().waitFor()
  const wordless = await page.evaluate(() => document.body.innerText.match(/\b(member|segments|problem|state|shell)\.[a-z_.]+/g))
  assert.equal(wordless, null, 'no message is missing')
}

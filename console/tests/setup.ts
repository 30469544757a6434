// What every test stands on: a clean browser storage and both languages loaded.
import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeEach } from 'vitest'

import { i18n } from '@/locales'
import ar from '@/locales/ar.json'

i18n.global.setLocaleMessage('ar', ar)

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  document.body.replaceChildren()
  i18n.global.locale.value = 'en'
})

enableAutoUnmount(afterEach)

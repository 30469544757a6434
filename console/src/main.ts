// Puts the console together and starts it.
import '@/ui/fonts.css'
import 'element-plus/theme-chalk/base.css'
import '@/ui/tokens.css'
import '@/ui/element.css'
import '@/ui/page.css'

import { PiniaColada } from '@pinia/colada'
import { createPinia } from 'pinia'
import { createApp } from 'vue'

import App from '@/app/App.vue'
import { createConsoleRouter } from '@/app/router'
import { startSession } from '@/app/start'
import { i18n, speakFirst } from '@/locales'

const app = createApp(App)
app.use(createPinia())
// Figures change when a load arrives, not by the second: half a minute old is fresh.
app.use(PiniaColada, { queryOptions: { staleTime: 30_000 } })
app.use(i18n)

// The router's guard asks who is signed in, so the session of before the reload comes first.
await Promise.all([speakFirst(), startSession()])
app.use(createConsoleRouter())
app.mount('#app')

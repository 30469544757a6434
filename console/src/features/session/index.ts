// Signing in. What a session is lives in api/session.ts, for every feature asks it.
import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    meta: { titleKey: 'session.title', isPublic: true },
    component: () => import('@/features/session/pages/SignInPage.vue'),
  },
]

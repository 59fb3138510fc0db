import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.layer.css'
import '@mantine/dates/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './design/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './shell/app.tsx'
import { RootBoundary } from './shell/page-boundary.tsx'

createRoot(document.getElementById('root') as HTMLElement).render(
  <RootBoundary>
    <App />
  </RootBoundary>,
)

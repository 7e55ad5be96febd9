/** @type {import('next').NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Both load WebAssembly or native parts by path and must not be bundled.
  serverExternalPackages: ['@electric-sql/pglite', 'pg', 'pino', 'undici'],
  // Types are checked by `npm run check:types`, once.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
};

export default nextConfig;

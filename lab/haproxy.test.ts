import { describe, expect, it } from 'vitest';
import { addressBlock } from './address-block';
import { haproxyConfig, parseRoutes, serversUp } from './haproxy';

describe('HAProxy', () => {
  const config = haproxyConfig(addressBlock('127.0.0.10'));
  const [, primary = '', replicas = ''] = config.split(/^listen (?=primary|replicas)/m);

  it('asks each member’s Patroni who it is, for each port in its own way', () => {
    expect(primary).toContain('bind 127.0.0.10:5000');
    expect(primary).toContain('option httpchk OPTIONS /primary');
    expect(replicas).toContain('bind 127.0.0.10:5001');
    expect(replicas).toContain('option httpchk OPTIONS /replica');
    for (const proxy of [primary, replicas]) {
      expect(proxy.match(/server node\d 127\.0\.0\.1[123]:5432 .*check port 8008/g)).toHaveLength(3);
      expect(proxy).toContain('inter 1s fall 2 rise 1 on-marked-down shutdown-sessions');
    }
  });

  it('is read for the servers that are up, and for those only', () => {
    const csv = [
      '# pxname,svname,qcur,status,weight,',
      'statistics,FRONTEND,0,OPEN,,',
      'statistics,BACKEND,0,UP,0,',
      'primary,FRONTEND,0,OPEN,,',
      'primary,node1,0,UP,1,',
      'primary,node2,0,DOWN,1,',
      'primary,node3,0,no check,1,',
      'primary,BACKEND,0,UP,1,',
      'replicas,node2,0,UP 1/2,1,',
      '',
    ].join('\n');
    const routes = parseRoutes(csv);
    expect(serversUp(routes, 'primary')).toEqual(['node1']);
    expect(serversUp(routes, 'replicas')).toEqual(['node2']);
    expect(routes.map((route) => route.server)).toEqual(['node1', 'node2', 'node3', 'node2']);
  });
});

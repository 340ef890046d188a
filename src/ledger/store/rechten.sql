-- One line per right, asked of the catalogue. Ours is what belongs to the owner, and what guards it. Of privileges the
-- owner's own are left out: an owner may do everything, and PostgreSQL 17 added one to the list.
WITH schemas AS (
    SELECT oid, nspname AS naam, nspowner AS eigenaar, nspacl AS acl
      FROM pg_namespace
     WHERE nspowner = to_regrole('zicht_eigenaar') OR nspname IN ('ledger', 'projecties', 'migratie', 'wacht')
), rollen AS (
    SELECT r.*, CASE WHEN rolname = %(app)s THEN '(de applicatie)' ELSE rolname::text END AS naam
      FROM pg_roles r
     WHERE rolname LIKE 'zicht\_%%' AND NOT rolcanlogin OR rolname = %(app)s
), relaties AS (
    SELECT c.*, format('%%s %%s.%%s', CASE c.relkind WHEN 'v' THEN 'view' WHEN 'S' THEN 'reeks' ELSE 'tabel' END,
                       s.naam, c.relname) AS wat
      FROM pg_class c JOIN schemas s ON s.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
), functies AS (
    SELECT p.*, format('functie %%s.%%s(%%s)', s.naam, p.proname, oidvectortypes(p.proargtypes)) AS wat
      FROM pg_proc p JOIN schemas s ON s.oid = p.pronamespace
), gegeven AS (
    SELECT 'schema ' || naam AS wat, eigenaar, acl FROM schemas
    UNION ALL SELECT wat, relowner, relacl FROM relaties
    UNION ALL SELECT format('%%s kolom %%s', r.wat, a.attname), r.relowner, a.attacl
                FROM relaties r JOIN pg_attribute a ON a.attrelid = r.oid WHERE a.attacl IS NOT NULL
    UNION ALL SELECT wat, proowner, coalesce(proacl, acldefault('f', proowner)) FROM functies
    UNION ALL SELECT format('standaard voor %%s van %%s%%s', d.defaclobjtype, pg_get_userbyid(d.defaclrole),
                            coalesce(' in ' || n.nspname, '')), d.defaclrole, d.defaclacl
                FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
               WHERE d.defaclrole = to_regrole('zicht_eigenaar')
)
SELECT format('rol %%s: %%s%%s%%s', naam, CASE WHEN rolcanlogin THEN 'login' ELSE 'geen login' END,
              CASE WHEN rolinherit THEN '' ELSE ', erft niet' END,
              concat_ws(', ', NULL, CASE WHEN rolsuper THEN ', SUPERUSER' END, CASE WHEN rolbypassrls THEN ', BYPASSRLS' END,
                        CASE WHEN rolcreaterole THEN ', CREATEROLE' END, CASE WHEN rolcreatedb THEN ', CREATEDB' END,
                        CASE WHEN rolreplication THEN ', REPLICATION' END)) AS regel
  FROM rollen
UNION ALL
SELECT format('rol %%s: lid van %%s%%s%%s', l.naam, pg_get_userbyid(m.roleid), CASE WHEN m.admin_option THEN ' als beheerder' END,
              -- before PostgreSQL 16 it is the role that inherits or not
              CASE WHEN to_jsonb(m) ->> 'inherit_option' = 'true' THEN ', erft' END)
  FROM pg_auth_members m JOIN rollen l ON l.oid = m.member
UNION ALL
SELECT format('rol %%s: instelling %%s', coalesce(r.naam, '(elke)'), unnest(d.setconfig))
  FROM pg_db_role_setting d LEFT JOIN rollen r ON r.oid = d.setrole
 WHERE d.setrole IN (SELECT oid FROM rollen)
    OR (d.setrole = 0 AND d.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()))
UNION ALL
SELECT format('%%s: eigenaar %%s', wat, pg_get_userbyid(eigenaar))
  FROM (SELECT 'schema ' || naam AS wat, eigenaar FROM schemas WHERE naam <> 'wacht'
        UNION ALL SELECT wat, relowner FROM relaties
        UNION ALL SELECT wat, proowner FROM functies WHERE pronamespace <> coalesce(to_regnamespace('wacht'), 0)) e
UNION ALL
SELECT format('%%s: %%s mag %%s%%s', wat, CASE WHEN a.grantee = 0 THEN 'iedereen' ELSE
              CASE WHEN pg_get_userbyid(a.grantee) = %(app)s THEN '(de applicatie)' ELSE pg_get_userbyid(a.grantee) END END,
              string_agg(a.privilege_type, ' ' ORDER BY a.privilege_type),
              CASE WHEN bool_or(a.is_grantable) THEN ' en doorgeven' END)
  FROM gegeven, aclexplode(acl) a
 WHERE a.grantee <> eigenaar
 GROUP BY wat, a.grantee
UNION ALL
SELECT format('%%s: rijen %%s%%s', wat, CASE WHEN relrowsecurity THEN 'afgeschermd' ELSE 'open' END,
              CASE WHEN relforcerowsecurity THEN ', ook voor de eigenaar' END)
  FROM relaties WHERE relkind IN ('r', 'p')
UNION ALL
SELECT format('%%s: %%s', wat, unnest(reloptions)) FROM relaties WHERE relkind = 'v' AND reloptions IS NOT NULL
UNION ALL
SELECT format('%%s: trigger %%s %%s %%s', r.wat, t.tgname, t.tgenabled,
              regexp_replace(pg_get_triggerdef(t.oid), '^CREATE (CONSTRAINT )?TRIGGER \S+ ', ''))
  FROM pg_trigger t JOIN relaties r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL
SELECT format('%%s: regel %%s %%s', r.wat, w.rulename, w.ev_enabled)
  FROM pg_rewrite w JOIN relaties r ON r.oid = w.ev_class WHERE w.rulename <> '_RETURN'
UNION ALL
SELECT format('%%s: beleid %%s %%s %%s voor %%s: %%s%%s', r.wat, p.polname,
              CASE WHEN p.polpermissive THEN 'staat toe' ELSE 'beperkt' END,
              CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'alles' END,
              (SELECT string_agg(CASE WHEN x = 0 THEN 'iedereen' ELSE pg_get_userbyid(x)::text END, ', ' ORDER BY 1) FROM unnest(p.polroles) x),
              regexp_replace(coalesce(pg_get_expr(p.polqual, p.polrelid), '-'), '\s+', ' ', 'g'),
              regexp_replace(coalesce(' / ' || pg_get_expr(p.polwithcheck, p.polrelid), ''), '\s+', ' ', 'g'))
  FROM pg_policy p JOIN relaties r ON r.oid = p.polrelid
UNION ALL
SELECT format('%%s: %%s%%s, %%s, inhoud %%s', wat, CASE WHEN prosecdef THEN 'met rechten van de eigenaar' ELSE 'met eigen rechten' END,
              CASE WHEN proleakproof THEN ', LEAKPROOF' END, coalesce(array_to_string(proconfig, '; '), 'zonder instellingen'),
              CASE WHEN prosqlbody IS NULL THEN left(md5(prosrc), 12) ELSE 'in SQL' END)
  FROM functies WHERE pronamespace <> coalesce(to_regnamespace('wacht'), 0)
UNION ALL
SELECT format('bewaking %%s: %%s op %%s, %%s, functie %%s%%s met inhoud %%s', e.evtname,
              CASE WHEN r.rolsuper THEN 'van een superuser' ELSE 'van ' || r.rolname END, e.evtevent, e.evtenabled,
              p.oid::regproc, CASE WHEN f.rolsuper THEN ' van een superuser' ELSE ' van ' || f.rolname END, left(md5(p.prosrc), 12))
  FROM pg_event_trigger e JOIN pg_roles r ON r.oid = e.evtowner JOIN pg_proc p ON p.oid = e.evtfoid
  JOIN pg_roles f ON f.oid = p.proowner
 WHERE e.evtname LIKE 'zicht\_%%'

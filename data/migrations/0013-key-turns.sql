-- SPDX-License-Identifier: GPL-3.0-or-later
-- A new key is written with once every server that is there knows it: each says which is the newest that it knows.
ALTER TABLE servers ADD COLUMN known_key text;

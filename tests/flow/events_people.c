/* events_people.c - accounts. */
#include "events_scene.h"

static enum err add_person(const char *username)
{
    struct person p;

    return usersvc_person_add(scene_admin(),
                              &(struct person_add_request){.username = username,
                                                           .email = "bob@example.org",
                                                           .password = "a password of theirs"},
                              &p);
}

void people(void)
{
    struct person p;

    scene_begin();
    const struct person_ref her = {.id = scene.ada_id}, nobody = {.id = "nobody"};
    WROTE(usersvc_person_add, add_person("bob"), OK, "person_added");
    CHECK_STR(scene.streams.last.by, "admin");
    CHECK_STR(scene.streams.last.person, scene.streams.last.subject);
    WROTE(usersvc_person_add, add_person("bob"), ERR_EXISTS, "");
    WROTE(usersvc_person_update,
          usersvc_person_update(
              scene_admin(), &(struct person_update_request){.id = scene.ada_id, .groups = "admin"},
              &p),
          OK, "person_updated");
    CHECK_STR(scene.streams.last.person, scene.ada_id);
    CHECK_STR(scene.streams.last.before, NULL);
    CHECK_STR(scene.streams.last.after, "{\"groups\":\"admin\"}");
    WROTE(usersvc_person_update,
          usersvc_person_update(
              scene_admin(),
              &(struct person_update_request){.id = scene.ada_id, .email = "bob@example.org"}, &p),
          ERR_EXISTS, "");
    WROTE(usersvc_person_disable, usersvc_person_disable(scene_admin(), &her, &p), OK,
          "person_disabled");
    CHECK_STR(scene.streams.last.before, "{\"generation\":1}");
    CHECK_STR(scene.streams.last.after, "{\"disabled\":true,\"generation\":2}");
    WROTE(usersvc_person_disable, usersvc_person_disable(scene_admin(), &her, &p), OK, "");
    WROTE(usersvc_person_disable, usersvc_person_disable(scene_admin(), &nobody, &p), ERR_NOT_FOUND,
          "");
    WROTE(usersvc_person_enable, usersvc_person_enable(scene_admin(), &her, &p), OK,
          "person_enabled");
    WROTE(usersvc_person_enable, usersvc_person_enable(scene_admin(), &her, &p), OK, "");
    WROTE(usersvc_password_set,
          usersvc_password_set(
              scene_admin(),
              &(struct password_set_request){.id = scene.ada_id, .password = "another password"},
              &NOTHING),
          OK, "password_set");
    CHECK_STR(scene.streams.last.after, "{\"generation\":3}");
    WROTE(usersvc_password_set,
          usersvc_password_set(
              scene_admin(),
              &(struct password_set_request){.id = "nobody", .password = "another password"},
              &NOTHING),
          ERR_NOT_FOUND, "");
    WROTE(usersvc_person_delete, usersvc_person_delete(scene_admin(), &her, &NOTHING), OK,
          "person_deleted");
    CHECK_STR(scene.streams.last.after, NULL);
    WROTE(usersvc_person_delete, usersvc_person_delete(scene_admin(), &her, &NOTHING), OK, "");
    WROTE(usersvc_person_delete, usersvc_person_delete(scene_admin(), &nobody, &NOTHING),
          ERR_NOT_FOUND, "");
    scene_end();
}

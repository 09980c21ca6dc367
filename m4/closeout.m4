# SPDX-License-Identifier: MIT
# closeout.m4 - the checks that configure.ac is written in.

# CLOSEOUT_LIBRARY(NAME, PKG-CONFIG-SPEC, DEBIAN-PACKAGE)
# A library closeout cannot be built without.
AC_DEFUN([CLOSEOUT_LIBRARY], [
	PKG_CHECK_MODULES([$1], [$2], [],
		[AC_MSG_ERROR([$2 is missing; on Debian: apt-get install $3])])
])

# CLOSEOUT_TEST_LIBRARY(NAME, PKG-CONFIG-SPEC, DEBIAN-PACKAGE)
# A library only tests need. Sets have_NAME and the conditional HAVE_NAME.
AC_DEFUN([CLOSEOUT_TEST_LIBRARY], [
	PKG_CHECK_MODULES([$1], [$2], [have_$1=yes], [have_$1="no (on Debian: apt-get install $3)"])
	AM_CONDITIONAL([HAVE_$1], [test "$have_$1" = yes])
])

# CLOSEOUT_TRY_CFLAGS(VARIABLE, FLAGS)
# Adds those of FLAGS to VARIABLE that the compiler takes without a warning.
# A "@" in a flag stands for a blank, to try several words as one.
AC_DEFUN([CLOSEOUT_TRY_CFLAGS], [
	closeout_warns="-Werror"
	for closeout_flag in m4_normalize([$2]); do
		closeout_flag=`AS_ECHO(["$closeout_flag"]) | tr @ ' '`
		AC_MSG_CHECKING([whether $CC takes $closeout_flag])
		closeout_save=$CFLAGS
		CFLAGS="$CFLAGS $closeout_warns $closeout_flag"
		AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <string.h>]], [])],
			[AC_MSG_RESULT([yes]); $1="$$1 $closeout_flag"],
			[AC_MSG_RESULT([no])])
		CFLAGS=$closeout_save
	done
])

# CLOSEOUT_TRY_LDFLAGS(VARIABLE, FLAGS)
# The same for flags of the link.
AC_DEFUN([CLOSEOUT_TRY_LDFLAGS], [
	for closeout_flag in m4_normalize([$2]); do
		AC_MSG_CHECKING([whether $CC links with $closeout_flag])
		closeout_save_c=$CFLAGS
		closeout_save_l=$LDFLAGS
		CFLAGS="$CFLAGS $OUR_CFLAGS"
		LDFLAGS="$LDFLAGS $closeout_flag"
		AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
			[AC_MSG_RESULT([yes]); $1="$$1 $closeout_flag"],
			[AC_MSG_RESULT([no])])
		CFLAGS=$closeout_save_c
		LDFLAGS=$closeout_save_l
	done
])

# CLOSEOUT_SANITIZE(KINDS)
# Compiles and links everything with -fsanitize=KINDS, or says it cannot.
AC_DEFUN([CLOSEOUT_SANITIZE], [
	AC_MSG_CHECKING([whether $CC links with -fsanitize=$1])
	closeout_save=$CFLAGS
	CFLAGS="$CFLAGS -fsanitize=$1"
	AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
		[AC_MSG_RESULT([yes])],
		[AC_MSG_RESULT([no])
		 AC_MSG_ERROR([$CC has no -fsanitize=$1; fuzzers need CC=clang and libclang-rt])])
	CFLAGS=$closeout_save
	OUR_CFLAGS="$OUR_CFLAGS -fsanitize=$1 -fno-sanitize-recover=all -fno-omit-frame-pointer"
	OUR_LDFLAGS="$OUR_LDFLAGS -fsanitize=$1"
])

# CLOSEOUT_OPTIONAL_LIBRARY(NAME, PKG-CONFIG-SPEC, OPTION)
# A library used where it is there and --without-OPTION does not forbid it. Defines HAVE_NAME.
AC_DEFUN([CLOSEOUT_OPTIONAL_LIBRARY], [
	have_$1=no
	AS_IF([test "$with_$3" != no], [
		PKG_CHECK_MODULES([$1], [$2], [have_$1=yes],
			[AS_IF([test "$with_$3" = yes], [AC_MSG_ERROR([$2 is missing])])])])
	AS_IF([test "$have_$1" = yes],
		[AC_DEFINE([HAVE_$1], [1], [The library $2 is used.])])
	AC_SUBST([$1_CFLAGS])
	AC_SUBST([$1_LIBS])
])
